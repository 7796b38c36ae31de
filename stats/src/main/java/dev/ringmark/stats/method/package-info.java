/// Laws and tests that know nothing of benchmarks: numbers in, numbers out. Not exported.
package dev.ringmark.stats.method;
