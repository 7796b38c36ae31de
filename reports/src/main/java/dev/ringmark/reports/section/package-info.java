/// The parts of a report in the order people see them, each as HTML and as Markdown.
package dev.ringmark.reports.section;
