package dev.chasqui.domain.files;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The rules of one file such as {@code .gitignore}, which say which files below its folder are left
 * out. They mean what they mean to git (gitignore(5)); the last rule that matches decides. A rule
 * that cannot be understood matches nothing.
 */
public final class IgnoreRules {
    private static final int LONGEST_RULE = 1_000;

    private final List<Rule> rules;

    private record Rule(Pattern pattern, boolean foldersOnly, boolean ignores) {}

    private IgnoreRules(List<Rule> rules) {
        this.rules = rules;
    }

    /** Returns the rules of the lines of a file. */
    public static IgnoreRules of(List<String> lines) {
        return new IgnoreRules(lines.stream().flatMap(line -> rule(line).stream()).toList());
    }

    /**
     * Returns true if a file is left out, false if a rule takes it in again; empty if no rule is
     * about it. The rules do not look at the folders above it: a folder that is left out is left
     * out with all that is in it.
     *
     * @param path the path below the folder of these rules, with slashes
     * @param folder true if it is a folder
     */
    public Optional<Boolean> ignores(String path, boolean folder) {
        for (Rule rule : rules.reversed()) {
            if ((folder || !rule.foldersOnly()) && rule.pattern().matcher(path).matches()) {
                return Optional.of(rule.ignores());
            }
        }
        return Optional.empty();
    }

    private static Optional<Rule> rule(String line) {
        String text = withoutTrailingSpaces(line);
        if (text.isEmpty() || text.startsWith("#") || text.length() > LONGEST_RULE) {
            return Optional.empty();
        }
        boolean ignores = !text.startsWith("!");
        String glob = ignores ? text : text.substring(1);
        boolean foldersOnly = glob.endsWith("/");
        if (foldersOnly) {
            glob = glob.substring(0, glob.length() - 1);
        }
        boolean anchored = glob.indexOf('/') >= 0;
        String regex = regex(glob.startsWith("/") ? glob.substring(1) : glob);
        try {
            Pattern pattern = Pattern.compile(anchored ? regex : "(?:.*/)?" + regex);
            return Optional.of(new Rule(pattern, foldersOnly, ignores));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    private static String withoutTrailingSpaces(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\r')) {
            if (end > 1 && line.charAt(end - 2) == '\\') {
                break;
            }
            end--;
        }
        return line.substring(0, end);
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < glob.length()) {
            char sign = glob.charAt(at);
            if (glob.startsWith("**/", at) && (at == 0 || glob.charAt(at - 1) == '/')) {
                regex.append("(?:.*/)?");
                at += 3;
            } else if (sign == '*') {
                boolean rest = glob.startsWith("**", at) && at + 2 == glob.length();
                boolean all = rest && at > 0 && glob.charAt(at - 1) == '/';
                regex.append(all ? ".+" : "[^/]*");
                while (at < glob.length() && glob.charAt(at) == '*') {
                    at++;
                }
            } else if (sign == '[' && glob.indexOf(']', at + 2) > 0) {
                int end = glob.indexOf(']', at + 2);
                regex.append(set(glob.substring(at + 1, end)));
                at = end + 1;
            } else {
                boolean escaped = sign == '\\' && at + 1 < glob.length();
                char literal = escaped ? glob.charAt(at + 1) : sign;
                regex.append(sign == '?' ? "[^/]" : Pattern.quote(String.valueOf(literal)));
                at += escaped ? 2 : 1;
            }
        }
        return regex.toString();
    }

    /** Returns the set of characters that brackets mean; a slash is never among them. */
    private static String set(String inside) {
        boolean negated = inside.startsWith("!") || inside.startsWith("^");
        String members =
                (negated ? inside.substring(1) : inside)
                        .replace("\\", "\\\\")
                        .replace("[", "\\[")
                        .replace("&", "\\&")
                        .replace("^", "\\^");
        return "(?!/)[" + (negated ? "^" : "") + members + "]";
    }
}
