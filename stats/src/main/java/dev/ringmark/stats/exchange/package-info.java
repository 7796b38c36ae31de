/// Result files of other harnesses in and out, and our own record. Nothing is averaged on the way.
package dev.ringmark.stats.exchange;
