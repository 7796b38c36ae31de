/// Samples: what was measured, level by level, and how it becomes values that may be compared.
package dev.ringmark.stats.sample;
