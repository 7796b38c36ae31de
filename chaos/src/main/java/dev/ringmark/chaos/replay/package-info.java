/// Runs that can be kept, made smaller, and gone through step by step.
package dev.ringmark.chaos.replay;
