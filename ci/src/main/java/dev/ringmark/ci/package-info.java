/// The command line: what people and pipelines call. It never runs a check in its own process.
package dev.ringmark.ci;
