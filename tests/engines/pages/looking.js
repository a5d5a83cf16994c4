/* A document as an engine has laid it out, to what a reader would see of it: words and pictures that leave their
   page, characters without a glyph, words too pale to read. Nothing here knows which engine it runs in. */

/* No font has a glyph for it, so an engine draws what it draws for want of one. */
const UNASSIGNED = '\u{378}'
/* Drawn by no glyph: white space, joiners, soft hyphens, and letters of private use. */
const UNSEEN = /[\s\p{Z}\p{Cc}\p{Cf}]/u

const number = text => parseFloat(text) || 0

/** The pages of a document: how far one is from the next, and where its text may stand, in CSS pixels. */
export const pages = doc => {
    const style = doc.defaultView.getComputedStyle.bind(doc.defaultView)
    const one = [doc.documentElement, doc.body].find(element => style(element).columnWidth !== 'auto')
    if (!one) return null
    const { columnWidth, columnGap, paddingLeft, paddingRight } = style(one)
    const box = one.getBoundingClientRect()
    const [left, gap] = [number(paddingLeft), number(columnGap)]
    /* CSS Multi-column Layout 1, 3.4: as many columns as fit, and what is left over makes them wider. */
    const room = box.width - left - number(paddingRight)
    const pitch = (room + gap) / Math.max(1, Math.floor((room + gap) / (number(columnWidth) + gap)))
    return { pitch, left: box.left + left, right: box.left + left + pitch - gap, top: box.top, bottom: box.bottom }
}

/** How far a rectangle stands out of its page, in pixels: 0 where it does not. */
export const out = (rect, page) => {
    const shift = Math.floor((rect.left + rect.right) / 2 / page.pitch) * page.pitch
    return Math.max(0, page.left + shift - rect.left, rect.right - page.right - shift,
        page.top - rect.top, rect.bottom - page.bottom)
}

const drawnRects = part => [...part.getClientRects()].filter(rect => rect.width > 0 && rect.height > 0)

const rectangles = node => {
    const range = node.ownerDocument.createRange()
    range.selectNodeContents(node)
    return drawnRects(range)
}

/** The text nodes that are drawn, each with its element, its style and its rectangles. */
export const texts = doc => {
    const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT)
    const found = []
    for (let node; (node = walker.nextNode());) {
        if (!node.data.trim()) continue
        const element = node.parentElement
        const style = doc.defaultView.getComputedStyle(element)
        const rects = rectangles(node)
        if (style.visibility === 'visible' && rects.length) found.push({ node, element, style, rects })
    }
    return found
}

const snippet = text => text.replace(/\s+/g, ' ').trim().slice(0, 60)

/* The rectangle of a line of text is as high as its font allows for, which may be more than its line is: the letters
   themselves stand in the em in its middle. */
const letters = ({ left, right, top, bottom }, style) => {
    const spare = Math.max(0, bottom - top - number(style.fontSize)) / 2
    return { left, right, top: top + spare, bottom: bottom - spare }
}

const wordsOutside = (found, page) => found.flatMap(({ node, style, rects }) => {
    const furthest = Math.max(...rects.map(rect => out(letters(rect, style), page)))
    return furthest > 1 ? [{ what: snippet(node.data), by: Math.round(furthest) }] : []
})

/* What has more inside than it shows, and hides the rest. */
const cut = doc => [...doc.body.querySelectorAll('*')].flatMap(element => {
    const { overflowX, overflowY, display } = doc.defaultView.getComputedStyle(element)
    if (display === 'inline' || (overflowX === 'visible' && overflowY === 'visible')) return []
    const by = Math.max(element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight)
    return by > 1 ? [{ what: `${element.localName}.${element.className}: ${snippet(element.textContent)}`, by }] : []
})

/* A block is asked too: a rule or a frame may leave the page where no word does. */
const blocksOutside = (doc, page) => [...doc.body.querySelectorAll('table, pre, figure, hr, blockquote')].flatMap(element => {
    const furthest = Math.max(0, ...drawnRects(element).map(rect => out(rect, page)))
    return furthest > 1 ? [{ what: `${element.localName}.${element.className}`, by: Math.round(furthest) }] : []
})

const picture = (doc, image, page) => {
    const style = doc.defaultView.getComputedStyle(image)
    const edge = (a, b) => number(style[`padding${a}`]) + number(style[`padding${b}`])
        + number(style[`border${a}Width`]) + number(style[`border${b}Width`])
    const box = image.getBoundingClientRect()
    const fragments = [...image.getClientRects()]
    return {
        name: image.alt || image.getAttribute('src').split('/').pop(), loaded: image.complete,
        natural: [image.naturalWidth, image.naturalHeight],
        said: [number(image.getAttribute('width')), number(image.getAttribute('height'))],
        shown: [box.width - edge('Left', 'Right'), box.height - edge('Top', 'Bottom')],
        parts: fragments.length, out: Math.round(Math.max(0, ...fragments.map(rect => out(rect, page)))),
    }
}

const channels = colour => {
    const [r, g, b, alpha = 1] = colour.match(/[\d.]+/g).map(Number)
    return { rgb: [r, g, b], alpha }
}
const over = (upper, alpha, lower) => upper.map((one, place) => one * alpha + lower[place] * (1 - alpha))
/* WCAG 2.2, "relative luminance" and "contrast ratio". */
const luminance = rgb => {
    const [r, g, b] = rgb.map(one => one / 255).map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
    return (light + 0.05) / (dark + 0.05)
}

const ancestors = element => element ? [element, ...ancestors(element.parentElement)] : []

const pale = (doc, found, ground) => {
    const known = new Map()
    for (const { node, element } of found) {
        if (known.has(element)) continue
        const styles = ancestors(element).map(one => doc.defaultView.getComputedStyle(one))
        const below = styles.map(style => channels(style.backgroundColor)).reverse()
            .reduce((lower, { rgb, alpha }) => over(rgb, alpha, lower), channels(ground).rgb)
        const { rgb, alpha } = channels(styles[0].color)
        const seen = styles.reduce((part, style) => part * Number(style.opacity), alpha)
        known.set(element, { what: snippet(node.data), ratio: contrast(over(rgb, seen, below), below) })
    }
    return [...known.values()]
}

/* What is drawn for a character, as its width and its pixels. */
const image = (() => {
    const canvases = new WeakMap()
    const canvasOf = doc => {
        const canvas = doc.createElement('canvas')
        canvas.width = canvas.height = 64
        return canvas.getContext('2d', { willReadFrequently: true })
    }
    return (doc, font, text) => {
        if (!canvases.has(doc)) canvases.set(doc, canvasOf(doc))
        const context = canvases.get(doc)
        context.clearRect(0, 0, 64, 64)
        context.font = font
        context.fillText(text, 16, 46)
        const { data } = context.getImageData(0, 0, 64, 64)
        const pixels = data.filter((_, place) => place % 4 === 3)
        return { blank: pixels.every(one => one === 0), all: `${context.measureText(text).width} ${pixels.join()}` }
    }
})()

/* Whether fonts of the book draw a character: true, or what is drawn instead: nothing, the `box` that stands for want
   of a glyph, or `another` font, the same as without the fonts of the book. */
const drawn = (doc, [style, weight, families], character) => {
    const [own, none] = [[...families, 'serif'], ['serif']].map(names => `${style} ${weight} 32px ${names.join(', ')}`)
    const seen = image(doc, own, character)
    if (seen.blank) return 'nothing'
    if (seen.all === image(doc, own, UNASSIGNED).all) return 'box'
    return seen.all === image(doc, none, character).all ? 'another' : true
}

const written = (doc, element, text) => {
    const style = doc.defaultView.getComputedStyle(element)
    const capitals = style.textTransform === 'uppercase' || style.fontVariantCaps !== 'normal'
    return capitals ? text + text.toUpperCase() : text
}

/* French signs that stand at the wrong end of a line, apart from their word, whatever element either stands in. */
const parted = found => {
    const spots = found.flatMap(({ node, style }) => [...node.data.matchAll(/\S/gu)]
        .map(({ 0: sign, index }) => ({ node, index, sign, size: number(style.fontSize) })))
    const lineOf = ({ node, index, sign }) => {
        const owned = node.ownerDocument.createRange()
        owned.setStart(node, index)
        owned.setEnd(node, index + sign.length)
        const [rect] = drawnRects(owned)
        return rect && { x: rect.left, y: (rect.top + rect.bottom) / 2 }
    }
    const block = node => node.parentElement.closest('p, li, h1, h2, h3, h4, h5, h6, td, th, dt, dd, figcaption, pre, div, section, aside')
    return spots.flatMap((one, place) => {
        const next = spots[place + 1]
        if (!next || !(one.sign === '«' || ';:!?»'.includes(next.sign)) || block(one.node) !== block(next.node)) return []
        const [here, there] = [lineOf(one), lineOf(next)]
        const together = !here || !there || (Math.abs(here.y - there.y) < one.size * 0.7 && there.x >= here.x)
        return together ? [] : [snippet(one.node.data.slice(Math.max(0, one.index - 20), one.index + 20))]
    })
}

/* What style sheets write besides: before and after an element. */
const generated = doc => [...doc.body.querySelectorAll('*')].flatMap(element => ['::before', '::after'].flatMap(part => {
    const style = doc.defaultView.getComputedStyle(element, part)
    const text = /^"(.*)"$/su.exec(style.content)?.[1]
    return text ? [{ element, style, text }] : []
}))

const tested = new Map()
const glyphs = (doc, found) => {
    const missing = []
    const named = text => text.replace(/["']/g, '')
    const own = new Set([...doc.fonts].map(face => named(face.family)))
    const all = [...found.map(({ node, element, style }) => ({ element, style, text: node.data })), ...generated(doc)]
    for (const { element, style, text } of all) {
        const families = style.fontFamily.split(/,\s*/).filter(name => own.has(named(name)))
        const font = [style.fontStyle, style.fontWeight, families]
        for (const character of new Set(written(doc, element, text))) {
            if (UNSEEN.test(character)) continue
            const key = JSON.stringify([font, character])
            if (!tested.has(key)) tested.set(key, drawn(doc, font, character))
            if (tested.get(key) !== true) missing.push({ character, font: font.flat().join(' '), drawn: tested.get(key), in: snippet(text) })
        }
    }
    return missing
}

/** Until what was asked of the engine is drawn. */
export const frames = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))

/** What was said of errors in this window, and what was asked for elsewhere. */
export const heard = { errors: [], asked: [] }
addEventListener('error', event => heard.errors.push(String(event.message)))
addEventListener('unhandledrejection', event => heard.errors.push(String(event.reason)))
const complain = console.error
console.error = (...said) => { heard.errors.push(said.join(' ')); complain(...said) }
const listen = view => heard.asked.push(...view.performance.getEntriesByType('resource').map(entry => entry.name)
    .filter(name => !name.startsWith(location.origin) && !/^(blob|data|about):/.test(name)))

/** All that is seen of one document; `ground` is the colour that is painted behind it. */
export const look = async (doc, ground) => {
    /* (Said to be ready, fonts may not yet have been asked for.) */
    await Promise.all([...doc.fonts].map(face => face.load().catch(() => 0)))
    await doc.fonts.ready
    await Promise.all([...doc.images].map(image => image.decode().catch(() => 0)))
    await frames()
    listen(window)
    listen(doc.defaultView)
    const page = pages(doc)
    const found = texts(doc)
    return {
        page, text: found.map(({ node }) => node.data).join(''),
        outside: [...wordsOutside(found, page), ...blocksOutside(doc, page)], cut: cut(doc),
        pictures: [...doc.images].map(image => picture(doc, image, page)),
        parted: parted(found), palest: pale(doc, found, ground).sort((a, b) => a.ratio - b.ratio).slice(0, 3),
        missing: glyphs(doc, found), tested: tested.size,
        fonts: [...doc.fonts].map(face => [face.family, face.weight, face.style, face.status]),
    }
}

/** Words of text in a language that an engine broke by itself, and how many there are, by what `where` selects. */
export const broken = (doc, where) => {
    const range = doc.createRange()
    const found = texts(doc).filter(({ element }) => element.closest(where))
    const words = found.flatMap(({ node }) => [...node.data.matchAll(/\p{L}{5,}/gu)].flatMap(match => {
        range.setStart(node, match.index)
        range.setEnd(node, match.index + match[0].length)
        return new Set(drawnRects(range).map(rect => Math.round(rect.top))).size > 1 ? [match[0]] : []
    }))
    return words
}
