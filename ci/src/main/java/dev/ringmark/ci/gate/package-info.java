/// Whether a run may pass, and why not.
package dev.ringmark.ci.gate;
