// PDFs to the rules they break: run by the JavaScript engine that lies in veraPDF's own archive, so that
// nothing is compiled. Arguments: pairs of a flavour (ua1, 2a) and a file. Prints JSON: for each pair how many
// checks were made, and how many of each rule failed.
//
// The profiles are read here: veraPDF reads them through JAXB, half of which is not in the archive.

const pdfa = Packages.org.verapdf.pdfa;
const profiles = pdfa.validation.profiles.Profiles;
const flavours = pdfa.flavours.PDFAFlavour;
const specifications = pdfa.flavours["PDFAFlavour$Specification"];
const NAMES = { ua1: "PDFUA-1", "2a": "PDFA-2A", "2b": "PDFA-2B", "2u": "PDFA-2U" };

java.util.logging.LogManager.getLogManager().reset();
Packages.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();

function elements(parent, name) {
  const found = parent.getElementsByTagName(name);
  return Array.from({ length: found.getLength() }, (_, place) => found.item(place));
}

function text(parent, name) {
  const found = elements(parent, name);
  return found.length ? String(found[0].getTextContent()) : "";
}

function rule(element) {
  const id = elements(element, "id")[0];
  const specification = specifications.valueOf(id.getAttribute("specification"));
  const number = java.lang.Integer.parseInt(id.getAttribute("testNumber"));
  return profiles.ruleFromValues(
    profiles.ruleIdFromValues(specification, id.getAttribute("clause"), number),
    element.getAttribute("object"),
    element.hasAttribute("deferred") ? java.lang.Boolean.valueOf(element.getAttribute("deferred")) : null,
    element.getAttribute("tags"),
    text(element, "description"),
    text(element, "test"),
    profiles.errorFromValues(text(element, "message"), new java.util.ArrayList()),
    new java.util.ArrayList()
  );
}

function variable(element) {
  return profiles.variableFromValues(
    element.getAttribute("name"), element.getAttribute("object"), text(element, "defaultValue"), text(element, "value")
  );
}

function profile(flavour) {
  const from = flavour.getClass().getResourceAsStream("/org/verapdf/pdfa/validation/" + NAMES[flavour.getId()] + ".xml");
  const root = javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(from);
  const rules = new java.util.HashSet(), variables = new java.util.HashSet();
  elements(root, "rule").forEach((one) => rules.add(rule(one)));
  elements(root, "variable").forEach((one) => variables.add(variable(one)));
  const details = profiles.profileDetailsFromValues("", "", "", new java.util.Date(0));
  return profiles.profileFromValues(flavour, details, "", rules, variables);
}

function failures(flavour, file) {
  const foundry = pdfa.Foundries.defaultInstance();
  const parser = foundry.createParser(new java.io.File(file), flavour);
  try {
    const validator = foundry.createValidator(profile(flavour), 1, false, true, false);
    const result = validator.validate(parser);
    const failed = {};
    result.getFailedChecks().forEach((rule, count) => {
      failed[rule.getClause() + "-" + rule.getTestNumber()] = Number(count);
    });
    return { checks: Number(result.getTotalAssertions()), failed: failed };
  } finally {
    parser.close();
  }
}

const pairs = [];
for (let place = 0; place + 1 < arguments.length; place += 2) {
  pairs.push(failures(flavours.byFlavourId(arguments[place]), arguments[place + 1]));
}
print(JSON.stringify(pairs));
