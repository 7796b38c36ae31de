/// What the limits of a process are held against.
package dev.ringmark.conformance.checks.limits;
