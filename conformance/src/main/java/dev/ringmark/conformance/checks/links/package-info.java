/// Requests that wait for others: chains, their timeouts, drains, and silence (S043-S058).
package dev.ringmark.conformance.checks.links;
