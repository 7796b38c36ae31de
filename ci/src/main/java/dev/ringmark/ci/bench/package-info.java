/// Forks of JMH benchmarks in JVMs of their own, one for each cell of a plan.
package dev.ringmark.ci.bench;
