import { crc32, deflateSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'

/**
 * One Word file with everything in it that must not leave. Each private thing holds the word `Zwiebel` with a number of its own,
 * so that a test can look for it in every byte that comes out. Valid against the schema, and LibreOffice opens it.
 */

let made = 0
/** A private word, another one each time. */
const secret = (): string => `Zwiebel${++made}`

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const SPACES = [
  `xmlns:w="${W}"`,
  `xmlns:r="${OFFICE}"`,
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"',
  'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
  'mc:Ignorable="w14 w15"',
].join(' ')
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

const relation = (id: string, kind: string, target: string, external = false): string =>
  `<Relationship Id="${id}" Type="${kind.includes('/') ? kind : `${OFFICE}/${kind}`}" Target="${target}"${external ? ' TargetMode="External"' : ''}/>`
const relations = (...list: readonly string[]): string =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`

const text = (words: string, properties = ''): string =>
  `<w:r w:rsidRPr="00${secret().length}A1234">${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${words}</w:t></w:r>`
const char = (type: string): string => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`
const field = (code: string, result: string): string =>
  `${char('begin')}<w:r><w:instrText xml:space="preserve"> ${code} </w:instrText></w:r>${char('separate')}${text(result)}${char('end')}`
const p = (...inside: readonly string[]): string => `<w:p w:rsidR="00AB12CD" w:rsidRDefault="00AB12CE">${inside.join('')}</w:p>`
const comment = (id: number, words: string): string =>
  `<w:commentRangeStart w:id="${id}"/>${words}<w:commentRangeEnd w:id="${id}"/><w:r><w:commentReference w:id="${id}"/></w:r>`
const by = (id: number, name: string): string => `w:id="${id}" w:author="${name}" w:date="2025-11-12T22:47:13Z"`
const picture = (id: number, name: string, relationId: string): string =>
  `<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="914400" cy="914400"/><wp:docPr id="${id}" name="Picture ${id}" descr="C:\\Users\\${secret()}\\Pictures\\plan.png"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="${id}" name="${name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="${relationId}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`

// Pictures

const segment = (marker: number, data: Uint8Array): Uint8Array =>
  Buffer.concat([Uint8Array.of(0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255), data])
const PIXEL = Buffer.from(
  'ffd8ffdb004300030202020202030202020303030304060404040404080606050609080a0a090809090a0c0f0c0a0b0e0b09090d110d0e0f101011100a0c12131210130f101010ffc9000b080001000101011100ffcc000600101005ffda0008010100003f00d2cf20ffd9',
  'hex',
)
/** A JPEG on its side, with EXIF, XMP, Photoshop's and a comment before its pixels, and something behind them. */
export const jpeg = (): Uint8Array =>
  Buffer.concat([
    PIXEL.subarray(0, 2),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff(6)])),
    segment(0xe1, strToU8(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${secret()}</x:xmpmeta>`)),
    segment(0xe2, strToU8('ICC_PROFILE\0\x01\x01colours')),
    segment(0xed, strToU8(`Photoshop 3.0\0${secret()}`)),
    segment(0xfe, strToU8(secret())),
    PIXEL.subarray(2),
    strToU8(secret()),
  ])
const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const body = Buffer.concat([strToU8(type), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length)
  out.set(body, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}
/** A PNG with words, a time and EXIF among its chunks. */
export const png = (): Uint8Array =>
  Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0)),
    chunk('pHYs', Uint8Array.of(0, 0, 14, 195, 0, 0, 14, 195, 1)),
    chunk('tEXt', strToU8(`Author\0${secret()}`)),
    chunk('iTXt', strToU8(`XML:com.adobe.xmp\0\0\0\0\0<x>${secret()}</x>`)),
    chunk('eXIf', tiff(1)),
    chunk('tIME', Uint8Array.of(7, 233, 11, 12, 22, 47, 13)),
    chunk('IDAT', deflateSync(Uint8Array.of(0, 128))),
    chunk('IEND', new Uint8Array()),
    strToU8(secret()),
  ])
/** A TIFF of one pixel with its maker, its artist, XMP and a place on earth. */
export function tiff(orientation = 1): Uint8Array {
  const words = [strToU8(`${secret()}\0`), strToU8(`${secret()}\0`), strToU8(`<x>${secret()}</x>`)]
  const gps = Buffer.alloc(6 + 12)
  gps.writeUInt16LE(1)
  gps.set([1, 0, 2, 0, 2, 0, 0, 0, 78, 0, 0, 0], 2)
  const blocks = [...words, gps, Uint8Array.of(200)]
  const entries = 11
  const places: number[] = []
  let at = 8 + 2 + 12 * entries + 4
  for (const block of blocks) {
    places.push(at)
    at += block.length
  }
  const list: readonly (readonly [number, number, number, number])[] = [
    [256, 3, 1, 1],
    [257, 3, 1, 1],
    [258, 3, 1, 8],
    [259, 3, 1, 1],
    [262, 3, 1, 1],
    [271, 2, words[0].length, places[0]],
    [273, 4, 1, places[4]],
    [274, 3, 1, orientation],
    [315, 2, words[1].length, places[1]],
    [700, 1, words[2].length, places[2]],
    [34853, 4, 1, places[3]],
  ]
  const out = Buffer.alloc(at)
  out.set([0x49, 0x49, 42, 0, 8, 0, 0, 0])
  out.writeUInt16LE(entries, 8)
  list.forEach(([tag, type, count, value], i) => {
    const place = 10 + 12 * i
    out.writeUInt16LE(tag, place)
    out.writeUInt16LE(type, place + 2)
    out.writeUInt32LE(count, place + 4)
    out.writeUInt32LE(value, place + 8)
  })
  blocks.forEach((block, i) => {
    out.set(block, places[i])
  })
  return out
}
/** A GIF with a comment. */
export const gif = (): Uint8Array => {
  const words = strToU8(secret())
  return Buffer.concat([
    Buffer.from('474946383961010001008000000000ff000000', 'hex'),
    Uint8Array.of(0x21, 0xfe, words.length),
    words,
    Uint8Array.of(0),
    Buffer.from('2c00000000010001000002024401003b', 'hex'),
  ])
}

/** The file. */
export function everything(): Uint8Array {
  made = 0
  const HIDDEN = '<w:vanish/>'
  const body = [
    p(text('The parties agree. '), comment(3, text('This stays'))),
    p(
      text('Inserted by them: '),
      `<w:ins ${by(11, `Jane ${secret()}`)}><w:r><w:t>new words</w:t></w:r></w:ins>`,
      `<w:del ${by(12, `Bob ${secret()}`)}><w:r><w:delText>old words</w:delText></w:r></w:del>`,
    ),
    p(text('Seen. '), text(`Hidden ${secret()}`, HIDDEN), text(`Hidden by its style ${secret()}`, '<w:rStyle w:val="Quiet"/>')),
    `<w:p><w:pPr><w:rPr>${HIDDEN}</w:rPr></w:pPr>${text(`A hidden line ${secret()}`, HIDDEN)}</w:p>`,
    p(text('Saved as '), field(`FILENAME \\p \\* MERGEFORMAT`, `C:\\Users\\${secret()}\\draft.docx`), text('.')),
    p(text('Shown: '), field(`INCLUDEPICTURE "C:\\\\Users\\\\${secret()}\\\\a.png" \\d`, 'the picture'), text(' and ')),
    p(`<w:fldSimple w:instr=" AUTHOR ">${text(`Ann ${secret()}`)}</w:fldSimple>`, text(' Page '), field('PAGE', '7')),
    p(field(`LINK Excel.Sheet.12 "\\\\\\\\server\\\\${secret()}\\\\pay.xlsx" "Sheet1!R1C1" \\a \\t`, 'linked cell')),
    p(field(`IF 1 = 1 "${'x'}" "y" `, `in ${'an'} outer field`), field(`DOCVARIABLE ${secret()}`, 'shown value')),
    p(`<w:hyperlink r:id="rIdFile" w:tooltip="C:\\Users\\${secret()}">${text('a link to a file')}</w:hyperlink>`),
    p(`<w:hyperlink r:id="rIdWeb">${text('a link to the web')}</w:hyperlink>`),
    p(picture(1, `${secret()}.jpg`, 'rIdJpeg'), picture(2, 'Picture 2', 'rIdPng'), picture(3, 'Picture 3', 'rIdTiff')),
    p(
      `<w:sdt><w:sdtPr><w:dataBinding w:prefixMappings="" w:xpath="/x:${secret()}" w:storeItemID="{9B1C0D52-0000-4000-8000-000000000001}"/><w:text/></w:sdtPr><w:sdtContent>${text('bound')}</w:sdtContent></w:sdt>`,
    ),
    p(
      `<w:smartTag w:uri="urn:x" w:element="place"><w:smartTagPr><w:attr w:name="who" w:val="${secret()}"/></w:smartTagPr>${text('tagged')}</w:smartTag>`,
    ),
    p(`<w:permStart w:id="77" w:ed="corp\\${secret()}"/>`, text('may be edited'), '<w:permEnd w:id="77"/>'),
    `<w:p><w:pPr><w:pPrChange ${by(13, `Carla ${secret()}`)}><w:pPr><w:jc w:val="center"/></w:pPr></w:pPrChange></w:pPr>${text('Moved left.')}</w:p>`,
  ].join('')
  const documentXml = `${HEAD}<w:document ${SPACES}><w:body>${body}<w:sectPr w:rsidR="00AB12CD"><w:headerReference w:type="default" r:id="rIdHeader"/><w:pgSz w:w="12240" w:h="15840"/><w:printerSettings r:id="rIdPrinter"/></w:sectPr></w:body></w:document>`
  const parts: Record<string, Uint8Array> = {}
  const put = (path: string, content: string | Uint8Array): void => {
    parts[path] = typeof content === 'string' ? strToU8(content) : content
  }
  const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
  const overrides: readonly (readonly [string, string])[] = [
    ['word/document.xml', `${WORD}.document.main+xml`],
    ['word/styles.xml', `${WORD}.styles+xml`],
    ['word/settings.xml', `${WORD}.settings+xml`],
    ['word/comments.xml', `${WORD}.comments+xml`],
    ['word/commentsExtended.xml', `${WORD}.commentsExtended+xml`],
    ['word/people.xml', `${WORD}.people+xml`],
    ['word/header1.xml', `${WORD}.header+xml`],
    ['docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
    ['docProps/app.xml', 'application/vnd.openxmlformats-officedocument.extended-properties+xml'],
    ['docProps/custom.xml', 'application/vnd.openxmlformats-officedocument.custom-properties+xml'],
    ['customXml/itemProps1.xml', 'application/vnd.openxmlformats-officedocument.customXmlProperties+xml'],
  ]
  const defaults: readonly (readonly [string, string])[] = [
    ['rels', 'application/vnd.openxmlformats-package.relationships+xml'],
    ['xml', 'application/xml'],
    ['jpeg', 'image/jpeg'],
    ['png', 'image/png'],
    ['tiff', 'image/tiff'],
    ['gif', 'image/gif'],
    ['bin', 'application/vnd.openxmlformats-officedocument.wordprocessingml.printerSettings'],
  ]
  put(
    '[Content_Types].xml',
    `${HEAD}<Types xmlns="${PACKAGE}/content-types">${defaults.map(([e, t]) => `<Default Extension="${e}" ContentType="${t}"/>`).join('')}${overrides.map(([path, t]) => `<Override PartName="/${path}" ContentType="${t}"/>`).join('')}</Types>`,
  )
  put(
    '_rels/.rels',
    relations(
      relation('rId1', 'officeDocument', 'word/document.xml'),
      relation('rId2', `${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'),
      relation('rId3', 'extended-properties', 'docProps/app.xml'),
      relation('rId4', 'custom-properties', 'docProps/custom.xml'),
      relation('rId5', `${PACKAGE}/relationships/metadata/thumbnail`, 'docProps/thumbnail.jpeg'),
    ),
  )
  put('word/document.xml', documentXml)
  put(
    'word/_rels/document.xml.rels',
    relations(
      relation('rIdStyles', 'styles', 'styles.xml'),
      relation('rIdSettings', 'settings', 'settings.xml'),
      relation('rIdComments', 'comments', 'comments.xml'),
      relation('rIdMore', 'http://schemas.microsoft.com/office/2011/relationships/commentsExtended', 'commentsExtended.xml'),
      relation('rIdPeople', 'http://schemas.microsoft.com/office/2011/relationships/people', 'people.xml'),
      relation('rIdHeader', 'header', 'header1.xml'),
      relation('rIdItem', 'customXml', '../customXml/item1.xml'),
      relation('rIdPrinter', 'printerSettings', 'printerSettings1.bin'),
      relation('rIdJpeg', 'image', 'media/image1.jpeg'),
      relation('rIdPng', 'image', 'media/image2.png'),
      relation('rIdTiff', 'image', 'media/image3.tiff'),
      relation('rIdGif', 'image', 'media/image4.gif'),
      relation('rIdFile', 'hyperlink', `file:///C:\\Users\\${secret()}\\plan.xlsx`, true),
      relation('rIdWeb', 'hyperlink', 'https://example.org/contract', true),
    ),
  )
  put(
    'word/styles.xml',
    `${HEAD}<w:styles ${SPACES}><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:rsid w:val="00AB12CD"/></w:style><w:style w:type="character" w:styleId="Quiet"><w:name w:val="Quiet"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>`,
  )
  put(
    'word/settings.xml',
    `${HEAD}<w:settings ${SPACES}><w:attachedTemplate r:id="rIdTemplate"/><w:mailMerge><w:mainDocumentType w:val="formLetters"/><w:dataType w:val="textFile"/><w:connectString w:val="Data Source=C:\\Users\\${secret()}\\people.csv"/><w:query w:val="SELECT * FROM ${secret()}"/><w:dataSource r:id="rIdData"/></w:mailMerge><w:defaultTabStop w:val="720"/><w:docVars><w:docVar w:name="${secret()}" w:val="${secret()}"/></w:docVars><w:rsids><w:rsidRoot w:val="00AB12CD"/><w:rsid w:val="00AB12CE"/></w:rsids></w:settings>`,
  )
  put(
    'word/_rels/settings.xml.rels',
    relations(
      relation('rIdTemplate', 'attachedTemplate', `file:///C:\\Users\\${secret()}\\Union.dotm`, true),
      relation('rIdData', 'mailMergeSource', `file:///C:\\Users\\${secret()}\\people.csv`, true),
    ),
  )
  put(
    'word/comments.xml',
    `${HEAD}<w:comments ${SPACES}><w:comment ${by(3, `Dora ${secret()}`)} w:initials="DZ"><w:p><w:r><w:t>${secret()}</w:t></w:r></w:p></w:comment></w:comments>`,
  )
  put('word/commentsExtended.xml', `${HEAD}<w15:commentsEx ${SPACES}><w15:commentEx w15:paraId="1A2B3C4D" w15:done="0"/></w15:commentsEx>`)
  put(
    'word/people.xml',
    `${HEAD}<w15:people ${SPACES}><w15:person w15:author="Dora ${secret()}"><w15:presenceInfo w15:providerId="AD" w15:userId="S::${secret()}@corp"/></w15:person></w15:people>`,
  )
  put(
    'word/header1.xml',
    `${HEAD}<w:hdr ${SPACES}>${p(text('Contract '), `<w:ins ${by(21, `Eve ${secret()}`)}><w:r><w:t>2025</w:t></w:r></w:ins>`, field('FILENAME', secret()))}</w:hdr>`,
  )
  put('word/printerSettings1.bin', strToU8(`\\\\printer\\${secret()}`))
  put('word/media/image1.jpeg', jpeg())
  put('word/media/image2.png', png())
  put('word/media/image3.tiff', tiff())
  put('word/media/image4.gif', gif())
  put(
    'docProps/core.xml',
    `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Master agreement</dc:title><dc:subject>${secret()}</dc:subject><dc:creator>${secret()}</dc:creator><cp:keywords>${secret()}</cp:keywords><dc:description>${secret()}</dc:description><cp:lastModifiedBy>${secret()}</cp:lastModifiedBy><cp:revision>412</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">2025-11-12T22:47:13Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">2025-11-12T00:00:00Z</dcterms:modified></cp:coreProperties>`,
  )
  put(
    'docProps/app.xml',
    `${HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Template>${secret()}.dotm</Template><Manager>${secret()}</Manager><Company>${secret()}</Company><Pages>3</Pages><Application>Microsoft Office Word</Application><HyperlinkBase>C:\\${secret()}</HyperlinkBase><TotalTime>417</TotalTime></Properties>`,
  )
  put(
    'docProps/custom.xml',
    `${HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="${secret()}"><vt:lpwstr>${secret()}</vt:lpwstr></property></Properties>`,
  )
  put('docProps/thumbnail.jpeg', jpeg())
  put('customXml/item1.xml', `${HEAD}<data xmlns="urn:x">${secret()}</data>`)
  put('customXml/_rels/item1.xml.rels', relations(relation('rId1', 'customXmlProps', 'itemProps1.xml')))
  put(
    'customXml/itemProps1.xml',
    `${HEAD}<ds:datastoreItem ds:itemID="{9B1C0D52-0000-4000-8000-000000000001}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>`,
  )
  put('word/orphan.xml', `${HEAD}<x>${secret()}</x>`)
  return zipSync(parts, { mtime: new Date(2025, 10, 12, 22, 47) })
}
