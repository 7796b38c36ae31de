/// Which kernels are known, and what each was seen to do.
package dev.ringmark.kernels.catalog;
