package dev.chasqui.adapters.skills;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The value of one member of the front matter, not yet read.
 *
 * @param name the member's name
 * @param line the line of the member, from 1
 * @param column the column at which its value begins, from 1
 * @param inline the value on the member's own line
 * @param block the lines that follow and belong to the member
 */
record MatterValue(String name, int line, int column, String inline, List<String> block) {
    private static final Pattern BLOCK = Pattern.compile("([|>])([+-]?[1-9]?|[1-9][+-])(\\s+#.*)?");
    private static final Pattern COMMENT = Pattern.compile("(?s)(^|\\s)#.*$");

    /** The characters that begin something else than a plain text in YAML. */
    private static final String NO_PLAIN = "&*!%@`[]{},?|>#";

    /** An item of a list. Its loops are possessive, since others need a frame for each turn. */
    private static final Pattern ITEM =
            Pattern.compile(
                    "\\s*+(\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^']|'')*+'|[^,\\[\\]\"']*+)\\s*+(,|$)");

    /**
     * Returns the value as a text.
     *
     * @throws SkillException with line and column if it is none
     */
    String text() throws SkillException {
        String value = inline.strip();
        Matcher header = BLOCK.matcher(value);
        if (header.matches()) {
            return blockText(header.group(1).equals(">"));
        }
        if (value.startsWith("\"") || value.startsWith("'")) {
            return quoted(joined());
        }
        if (!value.isEmpty() && NO_PLAIN.indexOf(value.charAt(0)) >= 0) {
            throw wrong(
                    "cannot be read here (expected: a plain or quoted text, or a block | or >)");
        }
        if (value.isEmpty()
                && block.stream().anyMatch(each -> each.stripLeading().startsWith("- "))) {
            throw wrong("is a list (expected: a text)");
        }
        return plain();
    }

    /** Joins the lines of a plain text, without comments. */
    private String plain() {
        return lines().stream()
                .map(each -> COMMENT.matcher(each).replaceFirst("").strip())
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(inline);
        lines.addAll(block);
        return lines;
    }

    /** Joins all lines as quoted texts and lists are joined. */
    private String joined() {
        return lines().stream()
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private String quoted(String value) throws SkillException {
        char quote = value.charAt(0);
        StringBuilder text = new StringBuilder();
        int at = 1;
        while (at < value.length()) {
            char c = value.charAt(at);
            if (c == quote && quote == '\'' && value.startsWith("''", at)) {
                text.append(c);
                at += 2;
            } else if (c == quote) {
                requireNothing(value.substring(at + 1));
                return text.toString();
            } else if (c == '\\' && quote == '"') {
                at = escape(value, at + 1, text);
            } else {
                text.append(c);
                at++;
            }
        }
        throw wrong("has a quote that is never closed");
    }

    private void requireNothing(String rest) throws SkillException {
        if (!COMMENT.matcher(rest).replaceFirst("").isBlank()) {
            throw wrong("has text after its closing quote");
        }
    }

    /** Reads an escape and returns the index after it. */
    private int escape(String value, int at, StringBuilder text) throws SkillException {
        char c = at < value.length() ? value.charAt(at) : ' ';
        switch (c) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case '"', '\\', '/', ' ' -> text.append(c);
            case 'u' -> {
                String digits = value.substring(at + 1, Math.min(at + 5, value.length()));
                if (!digits.matches("[0-9A-Fa-f]{4}")) {
                    throw wrong("has a wrong escape (expected: \\u and four digits)");
                }
                text.append((char) Integer.parseInt(digits, 16));
                return at + 5;
            }
            default -> throw wrong("has an unknown escape \\" + c);
        }
        return at + 1;
    }

    private String blockText(boolean folded) throws SkillException {
        int indent =
                block.stream()
                        .filter(each -> !each.isBlank())
                        .findFirst()
                        .map(MatterValue::indent)
                        .orElse(0);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < block.size(); i++) {
            String each = block.get(i);
            if (!each.isBlank() && (indent(each) < indent || indent == 0)) {
                throw FrontMatter.at(
                        line + 1 + i,
                        indent(each) + 1,
                        "a line of %s is less indented than its first one".formatted(name));
            }
            String content = each.isBlank() ? "" : each.substring(indent);
            boolean sameLine =
                    folded
                            && !content.isEmpty()
                            && !text.isEmpty()
                            && text.charAt(text.length() - 1) != '\n';
            text.append(sameLine ? " " : "").append(content);
            if (!folded || content.isEmpty()) {
                text.append('\n');
            }
        }
        return text.toString().strip();
    }

    private static int indent(String line) {
        int indent = 0;
        while (indent < line.length() && line.charAt(indent) == ' ') {
            indent++;
        }
        return indent;
    }

    /**
     * Returns the value as a list: one of YAML's two forms, or names with commas or spaces between
     * them.
     *
     * @throws SkillException with line and column if it is none
     */
    List<String> list() throws SkillException {
        String all = joined();
        if (all.startsWith("[")) {
            return flow(COMMENT.matcher(all).replaceFirst("").strip());
        }
        if (inline.isBlank() && all.startsWith("-")) {
            return items();
        }
        return names(text());
    }

    private List<String> flow(String all) throws SkillException {
        if (!all.endsWith("]")) {
            throw wrong("has a '[' that is never closed");
        }
        String inner = all.substring(1, all.length() - 1).strip();
        List<String> items = new ArrayList<>();
        Matcher item = ITEM.matcher(inner);
        int at = 0;
        while (at < inner.length()) {
            if (!item.find(at) || item.start() != at) {
                throw wrong("is a list that cannot be read (expected: [a, b])");
            }
            add(item.group(1).strip(), items);
            at = item.end();
        }
        return items;
    }

    private List<String> items() throws SkillException {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < block.size(); i++) {
            String each = block.get(i).strip();
            if (each.isEmpty() || each.startsWith("#")) {
                continue;
            }
            if (!each.startsWith("- ")) {
                throw FrontMatter.at(
                        line + 1 + i,
                        1,
                        "%s: no item of a list (expected: '- name')".formatted(name));
            }
            String item = each.substring(2).strip();
            add(
                    item.startsWith("\"") || item.startsWith("'")
                            ? item
                            : COMMENT.matcher(item).replaceFirst("").strip(),
                    items);
        }
        return items;
    }

    private void add(String item, List<String> items) throws SkillException {
        String text = item.startsWith("\"") || item.startsWith("'") ? quoted(item) : item;
        if (!text.isEmpty()) {
            items.add(text);
        }
    }

    /** Splits names at commas and spaces that are not within parentheses. */
    private static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        StringBuilder present = new StringBuilder();
        int depth = 0;
        for (char c : (text + ",").toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth <= 0 && (c == ',' || Character.isWhitespace(c))) {
                if (!present.isEmpty()) {
                    names.add(present.toString());
                }
                present.setLength(0);
            } else {
                present.append(c);
            }
        }
        return names;
    }

    private SkillException wrong(String what) {
        return FrontMatter.at(line, column, name + " " + what);
    }

    SkillException problem(String what) {
        return wrong(what);
    }
}
