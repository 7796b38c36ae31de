/// The record: what one run of Ringmark produced, line by line, and how it is written and read.
package dev.ringmark.stats.record;
