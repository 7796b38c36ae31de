/// Checks that must not pass: each shows that the harness catches one kind of fault.
package dev.ringmark.conformance.checks.canary;
