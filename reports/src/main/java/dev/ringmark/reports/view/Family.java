package dev.ringmark.reports.view;

import java.util.List;

/// The checks whose ids begin with the same word.
public record Family(String name, List<CheckRow> checks) {
    /// The ring modes of its checks, in the order they came.
    public List<String> modes() {
        return cases().stream().map(Case::mode).distinct().toList();
    }

    /// All results of its checks.
    public List<Case> cases() {
        return checks.stream().flatMap(check -> check.cases().stream()).toList();
    }

    /// `16 checks, 1 with findings`.
    public String says() {
        long findings = checks.stream().filter(c -> c.isUncovered() || c.isWaived()).count();
        String count = Words.count(checks.size(), "check");
        return findings == 0 ? count : count + ", " + findings + " with findings";
    }
}
