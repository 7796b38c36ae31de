/// Experiments that can be believed: plans in randomised complete blocks, how many units they need,
/// and how they are run.
package dev.ringmark.stats.design;
