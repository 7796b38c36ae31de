package dev.ringmark.reports;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// A reading of JUnit XML that checks it against our schema, and the counts against the cases.
final class JunitReading {
    private final Document document;

    private JunitReading(Document document) {
        this.document = document;
    }

    static JunitReading of(String xml) {
        try {
            Schema schema =
                    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                            .newSchema(JunitReading.class.getResource("junit.xsd"));
            schema.newValidator().validate(new StreamSource(new StringReader(xml)));
            Document document =
                    DocumentBuilderFactory.newDefaultInstance()
                            .newDocumentBuilder()
                            .parse(new InputSource(new StringReader(xml)));
            var reading = new JunitReading(document);
            reading.checkCounts();
            return reading;
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError(e.getMessage() + "\n" + xml, e);
        }
    }

    /// The name of the element that says how a case ended: `failure`, `skipped`; `passed` for none.
    String ending(String testcase) {
        for (Element one : elements(document.getDocumentElement(), "testcase")) {
            if (one.getAttribute("name").equals(testcase)) {
                return ending(one);
            }
        }
        throw new AssertionError("no case " + testcase);
    }

    /// All text and attributes of a kind of element, one after the other.
    String text(String element) {
        var text = new StringBuilder();
        for (Element one : elements(document.getDocumentElement(), element)) {
            text.append(one.getAttribute("message")).append(one.getTextContent()).append('\n');
        }
        return text.toString();
    }

    private void checkCounts() {
        int all = 0;
        for (Element suite : elements(document.getDocumentElement(), "testsuite")) {
            List<String> endings =
                    elements(suite, "testcase").stream().map(JunitReading::ending).toList();
            all += endings.size();
            check(suite, "tests", endings.size());
            check(suite, "failures", endings.stream().filter("failure"::equals).count());
            check(suite, "errors", endings.stream().filter("error"::equals).count());
            check(suite, "skipped", endings.stream().filter("skipped"::equals).count());
        }
        check(document.getDocumentElement(), "tests", all);
    }

    private static void check(Element suite, String attribute, long count) {
        if (!suite.getAttribute(attribute).equals(String.valueOf(count))) {
            throw new AssertionError(
                    suite.getAttribute("name") + ": " + attribute + " is not " + count);
        }
    }

    private static String ending(Element testcase) {
        for (String name : List.of("failure", "error", "skipped")) {
            if (testcase.getElementsByTagName(name).getLength() > 0) {
                return name;
            }
        }
        return "passed";
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
