/// Comparison: ratio, interval, p and verdict for each benchmark two variants have in common.
package dev.ringmark.stats.compare;
