/// What can go wrong with a kernel, how often it does in a run, and the record of it.
package dev.ringmark.chaos.fault;
