"""Making a typeset PDF fit for an archive: both conformance claims, true metadata, and nothing that changes from run to run."""

from __future__ import annotations

import hashlib
import io
from html import escape
from typing import TYPE_CHECKING

from sweepbrief.outputs.conformance import conform

if TYPE_CHECKING:
    import pikepdf

    from sweepbrief.document import Document

STRUCTURED = {"runs.csv": "Data", "findings.json": "Supplement"}
"""How each attachment relates to the report (ISO 19005-3, annex E)."""

PADDING = "/SWPB_Padding"
TRIES = 9
"""About one file in ten needs a second."""

PACKET = """<?xpacket begin="\N{ZERO WIDTH NO-BREAK SPACE}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>{creator}
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="{producer}"/>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="sweepbrief"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that this document follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
"""The metadata, with the description of the PDF/UA schema that PDF/A asks for (ISO 19005-3, 6.6.2.3)."""


def finish(content: bytes, document: Document) -> bytes:
    """Complete a PDF's metadata and fix its identity.

    Parameters
    ----------
    content : bytes
        The PDF as typeset.
    document : Document
        The report.

    Returns
    -------
    bytes
        The same pages; identifier derived from the report, no dates.
    """
    import pikepdf  # noqa: PLC0415 - loads only when a PDF is made

    with pikepdf.open(io.BytesIO(content)) as pdf:
        producer = str(pdf.docinfo.get("/Producer", "WeasyPrint"))
        _metadata(pdf, document, producer)
        _attachments(pdf, document)
        conform(pdf)
        return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Save a PDF so that no stream ends in a carriage return, which readers count to the line's end that follows it.

    Parameters
    ----------
    pdf : pikepdf.Pdf
        Complete; where a packed stream would end so, it gets an entry of no meaning that numbers the objects anew.

    Returns
    -------
    bytes
        The file, without dates; the same for the same content.
    """
    import pikepdf  # noqa: PLC0415 - see finish

    content = b""
    for padding in range(TRIES):
        if padding:
            pdf.Root[PADDING] = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary()) for _ in range(padding)])
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
        content = target.getvalue()
        if b"\r\nendstream" not in content:
            break
    return content


def _metadata(pdf: pikepdf.Pdf, document: Document, producer: str) -> None:
    creator = (
        f"\n<dc:creator><rdf:Seq><rdf:li>{escape(document.author)}</rdf:li></rdf:Seq></dc:creator>" if document.author else ""
    )
    packet = PACKET.format(
        title=escape(document.title),
        subject=escape(document.headline),
        creator=creator,
        language=escape(document.language),
        producer=escape(producer),
    )
    stream = pdf.make_stream(packet.encode("utf-8", "replace"), Type=_name("/Metadata"), Subtype=_name("/XML"))
    pdf.Root.Metadata = stream


def _name(text: str) -> pikepdf.Name:
    import pikepdf  # noqa: PLC0415 - see finish

    return pikepdf.Name(text)


def _attachments(pdf: pikepdf.Pdf, document: Document) -> None:
    """Say of each attached file what it is, how it relates to the report, and nothing about when it was made."""
    import pikepdf  # noqa: PLC0415 - see finish

    kinds = {attachment.name: attachment.media_type for attachment in document.attachments}
    for found in pdf.Root.get("/AF", []):
        name = str(found.get("/UF", found.get("/F", "")))
        found.AFRelationship = pikepdf.Name(f"/{STRUCTURED.get(name, 'Unspecified')}")
        for stream in {found.EF[key].objgen: found.EF[key] for key in found.EF.keys()}.values():  # noqa: SIM118 - not a dict
            if name in kinds:
                stream.Subtype = pikepdf.Name(f"/{kinds[name]}")
            params = stream.get("/Params", pikepdf.Dictionary())
            for date in ("/CreationDate", "/ModDate"):
                if date in params:
                    del params[date]
            params.CheckSum = pikepdf.String(hashlib.md5(stream.read_bytes(), usedforsecurity=False).digest())
            stream.Params = params
