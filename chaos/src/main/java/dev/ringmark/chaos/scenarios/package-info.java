/// The catalogue's scenarios: what each one sets up, and what has to come of it.
package dev.ringmark.chaos.scenarios;
