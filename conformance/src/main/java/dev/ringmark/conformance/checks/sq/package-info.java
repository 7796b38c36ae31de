/// Submission: the SQ, what enter takes from it, and SQEs that can't be (S018-S032).
package dev.ringmark.conformance.checks.sq;
