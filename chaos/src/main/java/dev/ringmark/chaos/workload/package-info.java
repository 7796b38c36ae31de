/// The program that runs on the simulated kernel, and who watches that it keeps its promises.
package dev.ringmark.chaos.workload;
