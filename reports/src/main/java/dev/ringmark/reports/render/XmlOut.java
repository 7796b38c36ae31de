package dev.ringmark.reports.render;

import dev.ringmark.reports.view.Visible;
import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// XML with one element a line. Text is made visible first: XML has no way to write most control
/// characters, not even escaped.
final class XmlOut {
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;
    private int depth;

    XmlOut() throws XMLStreamException {
        xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        xml.writeStartDocument("UTF-8", "1.0");
    }

    /// Opens an element; `attributes` are names and values in turn.
    XmlOut open(String name, String... attributes) throws XMLStreamException {
        newLine();
        xml.writeStartElement(name);
        writeAttributes(attributes);
        depth++;
        return this;
    }

    /// Writes an element without content.
    XmlOut empty(String name, String... attributes) throws XMLStreamException {
        newLine();
        xml.writeEmptyElement(name);
        writeAttributes(attributes);
        return this;
    }

    /// Writes an element with nothing but text in it.
    XmlOut text(String name, String content, String... attributes) throws XMLStreamException {
        newLine();
        xml.writeStartElement(name);
        writeAttributes(attributes);
        xml.writeCharacters(Visible.of(content));
        xml.writeEndElement();
        return this;
    }

    /// Closes the element opened last.
    XmlOut close() throws XMLStreamException {
        depth--;
        newLine();
        xml.writeEndElement();
        return this;
    }

    /// The document, after the last element was closed.
    String document() throws XMLStreamException {
        xml.writeEndDocument();
        xml.close();
        return text + "\n";
    }

    private void writeAttributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            xml.writeAttribute(attributes[i], Visible.line(attributes[i + 1]));
        }
    }

    private void newLine() throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }
}
