/// More completions than the CQ holds: what is kept, what ends, and how it comes back (S033-S042).
package dev.ringmark.conformance.checks.overflow;
