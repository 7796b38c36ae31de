/// A small module tree that breaks every rule of ArchitectureTest: the proof that they can fire.
package dev.ringmark.ci.canary;
