/// Turns a run into the files that people and machines read.
package dev.ringmark.reports;
