package dev.ringmark.reports.view;

/// One result: a check with one set of parameters.
///
/// `mode` is empty where the check has none, `label` says all parameters, `outcome` has no labels.
public record Case(String mode, String label, double seconds, Outcome outcome) {
    /// `links.drain_waits [plain]`; without parameters the id alone.
    public String name(String id) {
        return label.isEmpty() ? id : id + " [" + label + "]";
    }
}
