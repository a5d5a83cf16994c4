// Books in, by their places; out what Thorium's parser says of each, as a list in JSON.
const { join } = require('node:path')
const [packages, ...books] = process.argv.slice(2)
const { EpubParsePromise } = require(join(packages, 'r2-shared-js/dist/es6-es2015/src/parser/epub'))

const KINDS = ['Author', 'Editor', 'Translator', 'Illustrator', 'Photographer', 'Contributor']
const one = person => ({ name: person.Name, sorted: person.SortAs, roles: person.Role ?? [] })

async function said(book) {
    const { Metadata: about, PageList: pages, TOC: contents, Landmarks: places } = await EpubParsePromise(book)
    return {
        title: about.Title,
        people: Object.fromEntries(KINDS.map(kind => [kind, (about[kind] ?? []).map(one)])),
        features: about.AccessibilityFeature ?? about.Accessibility?.Feature ?? [],
        pages: (pages ?? []).length,
        contents: (contents ?? []).length,
        places: (places ?? []).length,
    }
}

Promise.all(books.map(said)).then(all => process.stdout.write(JSON.stringify(all)))
