package dev.chasqui.adapters.skills;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The members between the two lines {@code ---} at the top of a SKILL.md, and the text after them.
 *
 * <p>This is the part of YAML that skills use: a name, a colon, and a plain, quoted or block text,
 * or a list. Members that nobody asks for may hold any YAML; they are passed over.
 *
 * @param members the members by name
 * @param rest the text after them
 */
record FrontMatter(Map<String, MatterValue> members, String rest) {
    private static final String MARK = "---";
    private static final Pattern MEMBER =
            Pattern.compile("([A-Za-z0-9_.-]+|\"[^\"]*\"|'[^']*')[ \\t]*:(?:[ \\t]+(.*)|)");

    /**
     * Reads a text.
     *
     * @throws SkillException with line and column if it does not begin with such members
     */
    static FrontMatter read(String text) throws SkillException {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().stripTrailing().equals(MARK)) {
            throw at(1, 1, "no front matter (expected: a line '---', name, description, '---')");
        }
        int end = 1;
        while (end < lines.size() && !isEnd(lines.get(end))) {
            end++;
        }
        if (end == lines.size()) {
            throw at(lines.size(), 1, "the front matter has no end (expected: a line '---')");
        }
        return new FrontMatter(
                members(lines, end), String.join("\n", lines.subList(end + 1, lines.size())));
    }

    private static boolean isEnd(String line) {
        return line.stripTrailing().equals(MARK) || line.stripTrailing().equals("...");
    }

    private static Map<String, MatterValue> members(List<String> lines, int end)
            throws SkillException {
        Map<String, MatterValue> members = new LinkedHashMap<>();
        int at = 1;
        while (at < end) {
            String line = lines.get(at);
            if (line.isBlank() || line.startsWith("#")) {
                at++;
                continue;
            }
            Matcher member = MEMBER.matcher(line);
            if (!member.matches()) {
                throw at(at + 1, firstColumn(line), "no member (expected: a line 'name: value')");
            }
            int next = at + 1;
            while (next < end && belongsToMember(lines.get(next))) {
                next++;
            }
            String name = member.group(1).replaceAll("^[\"']|[\"']$", "");
            String inline = Optional.ofNullable(member.group(2)).orElse("");
            int column = member.start(2) < 0 ? line.length() + 1 : member.start(2) + 1;
            var value =
                    new MatterValue(
                            name,
                            at + 1,
                            column,
                            inline,
                            new ArrayList<>(lines.subList(at + 1, next)));
            if (members.putIfAbsent(name, value) != null) {
                throw at(at + 1, 1, name + " is given twice (expected: once)");
            }
            at = next;
        }
        return members;
    }

    /** Lists may begin at the left edge. */
    private static boolean belongsToMember(String line) {
        return line.isBlank()
                || line.startsWith(" ")
                || line.startsWith("\t")
                || line.startsWith("- ")
                || line.equals("-");
    }

    private static int firstColumn(String line) {
        return line.length() - line.stripLeading().length() + 1;
    }

    static SkillException at(int line, int column, String message) {
        return new SkillException("line " + line + ", column " + column + ": " + message);
    }

    /** Returns the member of the first of these names that is there. */
    Optional<MatterValue> member(String... names) {
        for (String name : names) {
            if (members.containsKey(name)) {
                return Optional.of(members.get(name));
            }
        }
        return Optional.empty();
    }
}
