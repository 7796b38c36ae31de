/// The same checks in containers: which policies there are, and a container under one of them.
package dev.ringmark.ci.container;
