package dev.chasqui.cli.agents;

import dev.chasqui.cli.command.CommandFailure;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a new agent: of its command, its folder and its jar.
 *
 * @param text such as {@code word-count}
 */
record AgentName(String text) {
    private static final int LONGEST = 40;

    /** The package of Java itself, whose classes no plug-in may define. */
    private static final String JAVA = "java";

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]*([-_][a-z0-9]+)*");
    private static final Pattern PACKAGE =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");

    /** The words that cannot name a package. */
    private static final Set<String> KEYWORDS =
            Set.of(
                    ("abstract assert boolean break byte case catch char class const continue"
                         + " default do double else enum extends false final finally float for goto"
                         + " if implements import instanceof int interface long native new null"
                         + " package private protected public return short static strictfp super"
                         + " switch synchronized this throw throws transient true try void volatile"
                         + " while _")
                            .split(" ", -1));

    /**
     * Checks a name.
     *
     * @throws CommandFailure if it cannot be the name of an agent
     */
    static AgentName of(String text) {
        if (!FORM.matcher(text).matches() || text.length() > LONGEST) {
            throw CommandFailure.refused(
                    "NAME: '"
                            + text
                            + "' (expected: a small letter, then small letters, digits, and single"
                            + " '-' or '_' between them, at most "
                            + LONGEST
                            + " in all, as in word-count)");
        }
        if (text.equals("help")) {
            throw CommandFailure.refused("NAME: /help is the server's own command; take another");
        }
        return new AgentName(text);
    }

    /** Returns the name of the agent's class, such as {@code WordCountAgent}. */
    String className() {
        return Arrays.stream(text.split("[-_]", -1))
                        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                        .collect(Collectors.joining())
                + "Agent";
    }

    /** Returns the package of the agent's class, unless its author names another. */
    String packageName() {
        String joined = text.replaceAll("[-_]", "");
        return KEYWORDS.contains(joined) || joined.equals(JAVA) ? joined + "_" : joined;
    }

    /**
     * Checks the name of a package.
     *
     * @throws CommandFailure if Java has no such package
     */
    static String checkedPackage(String name) {
        boolean fits =
                PACKAGE.matcher(name).matches()
                        && Arrays.stream(name.split("\\.", -1)).noneMatch(KEYWORDS::contains);
        boolean taken =
                name.equals(JAVA) || name.startsWith("java.") || name.startsWith("dev.chasqui.");
        if (!fits || taken) {
            throw CommandFailure.refused(
                    "--package: '"
                            + name
                            + "' (expected: a Java package of yours, as in com.example.agents)");
        }
        return name;
    }
}
