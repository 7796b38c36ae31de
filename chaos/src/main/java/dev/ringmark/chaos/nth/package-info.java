/// Every allocation of the kernel's fails once.
package dev.ringmark.chaos.nth;
