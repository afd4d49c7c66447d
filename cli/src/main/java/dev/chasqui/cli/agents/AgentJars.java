package dev.chasqui.cli.agents;

import dev.chasqui.cli.client.AnswerReader;
import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.Optional;

/** The jars in the server's answers about agents. */
final class AgentJars {
    private AgentJars() {}

    /** Returns the jars of an answer; none if an older server does not list them. */
    static List<Json.Obj> of(Json.Obj answer) {
        return answer.get("jars").isPresent() ? AnswerReader.list(answer, "jars") : List.of();
    }

    /**
     * Returns the line about a jar that is not used, or only in part; empty if there is nothing to
     * say, or an administrator has disabled it.
     */
    static Optional<String> remark(Json.Obj jar) {
        if (jar.text("state").orElse("").equals("failed")) {
            return Optional.of(failure(jar));
        }
        return jar.text("reason")
                .filter(why -> !why.startsWith("it is disabled"))
                .map(why -> "note: " + jar.text("file").orElse("?") + ": " + why);
    }

    /** Returns the sentence about a jar that failed. */
    static String failure(Json.Obj jar) {
        return "failed: "
                + jar.text("file").orElse("?")
                + ": "
                + jar.text("reason").orElse("for an unknown reason");
    }

    /** Returns the sentence about a jar's present state. */
    static String sentence(Json.Obj jar) {
        String state = jar.text("state").orElse("?");
        String name = jar.text("name").orElse("?");
        if (state.equals("failed")) {
            return failure(jar);
        }
        return state.equals("active")
                ? name + " is active, generation " + jar.get("generation").orElse(Json.Null.NULL)
                : name + " is " + state;
    }
}
