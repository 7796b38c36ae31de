/// Threads that really are several, of which one runs at a time, in an order that a seed decides.
package dev.ringmark.chaos.baton;
