/// A run as a reader sees it: findings first, checks by family, every text safe to show.
package dev.ringmark.reports.view;
