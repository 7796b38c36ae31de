/// The four forms of a report: HTML, Markdown, JUnit XML and KTAP, and how they reach a folder.
package dev.ringmark.reports.render;
