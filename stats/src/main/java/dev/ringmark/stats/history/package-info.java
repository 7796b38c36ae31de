/// Where a benchmark's history changed: change points that keep their identity as it grows.
package dev.ringmark.stats.history;
