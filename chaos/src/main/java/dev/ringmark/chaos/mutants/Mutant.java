package dev.ringmark.chaos.mutants;

/// A bug: where it is put, and who has had it.
///
/// @param id its name in tables
/// @param story what is wrong, in a sentence
/// @param reference the scenario of the catalogue that reported bugs like it belong to
/// @param method the class and the method that are changed: `Exchange.dispatch`
/// @param edit the change
/// @param trial who looks for it: [#CAMPAIGN], [#CROWD], [#NTH], or the name of one of the plays
public record Mutant(
        String id, String story, String reference, String method, Edit edit, String trial) {

    /// Programs of everything at once.
    public static final String CAMPAIGN = "CAMPAIGN";

    /// Threads in every order.
    public static final String CROWD = "CROWD";

    /// Each allocation of the kernel's, failing once.
    public static final String NTH = "NTH";

    /// One that the campaign looks for.
    public Mutant(String id, String story, String reference, String method, Edit edit) {
        this(id, story, reference, method, edit, CAMPAIGN);
    }

    String type() {
        return method.substring(0, method.lastIndexOf('.'));
    }

    String name() {
        return method.substring(method.lastIndexOf('.') + 1);
    }
}
