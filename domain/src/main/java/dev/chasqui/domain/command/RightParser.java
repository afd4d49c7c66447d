package dev.chasqui.domain.command;

import dev.chasqui.domain.command.ArgumentBound.Allowed;
import dev.chasqui.domain.command.ArgumentBound.Relation;

import java.util.ArrayList;
import java.util.List;

/** A parser of one {@link CommandRight}. It visits no character twice. Used by one thread. */
final class RightParser {
    private static final String RESERVED = ",()[]|\"<>=?";

    private final String text;
    private int at;

    RightParser(String text) {
        this.text = text;
    }

    CommandRight right() {
        if (text.equals(CommandRight.ANY)) {
            return new CommandRight(CommandRight.ANY, List.of());
        }
        String command = name("the name of a command, or *");
        List<ArgumentBound> bounds = skip('(') ? bounds() : List.of();
        if (!atEnd()) {
            throw wrong("'" + text.charAt(at) + "' follows (expected: the end)");
        }
        return new CommandRight(command, bounds);
    }

    private List<ArgumentBound> bounds() {
        List<ArgumentBound> bounds = new ArrayList<>();
        skipSpace();
        while (!skip(')')) {
            bounds.add(bound());
            boolean spaced = skipSpace();
            if (skip(',')) {
                skipSpace();
            } else if (!spaced && !atEnd() && text.charAt(at) != ')') {
                throw wrong("'" + text.charAt(at) + "' in a bound (expected: a space or ')')");
            }
        }
        return bounds;
    }

    private ArgumentBound bound() {
        String argument = name("the name of an argument");
        boolean mayBeAbsent = skip('?');
        Relation relation = relation();
        List<Allowed> values = new ArrayList<>();
        do {
            values.add(value());
        } while (relation == Relation.EQUAL && skip('|'));
        return new ArgumentBound(argument, mayBeAbsent, relation, values);
    }

    private Relation relation() {
        if (skip('=')) {
            return Relation.EQUAL;
        }
        if (skip('<')) {
            return skip('=') ? Relation.AT_MOST : Relation.LESS;
        }
        if (skip('>')) {
            return skip('=') ? Relation.AT_LEAST : Relation.MORE;
        }
        throw wrong("an argument without a bound (expected: =, <=, >=, < or >)");
    }

    private Allowed value() {
        if (skip('"')) {
            return new Allowed(quoted(), true);
        }
        int from = at;
        while (!atEnd() && !endsValue(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw wrong(
                    "no value (expected: one, in quotes if it holds a space or one of "
                            + RESERVED
                            + ")");
        }
        return new Allowed(text.substring(from, at), false);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        while (!atEnd()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            boolean escapes =
                    c == '\\' && !atEnd() && (text.charAt(at) == '"' || text.charAt(at) == '\\');
            value.append(escapes ? text.charAt(at++) : c);
        }
        throw wrong("a quote is never closed");
    }

    private String name(String expected) {
        int end = Spelling.endOfName(text, at);
        if (end == at) {
            throw wrong(
                    (atEnd() ? "the text ends" : "'" + text.charAt(at) + "'")
                            + " (expected: "
                            + expected
                            + ")");
        }
        String name = text.substring(at, end);
        at = end;
        return name;
    }

    private static boolean endsValue(char c) {
        return Spelling.isSpace(c) || RESERVED.indexOf(c) >= 0;
    }

    private boolean skipSpace() {
        int from = at;
        while (!atEnd() && Spelling.isSpace(text.charAt(at))) {
            at++;
        }
        return at > from;
    }

    private boolean skip(char c) {
        if (!atEnd() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private boolean atEnd() {
        return at == text.length();
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("column " + (at + 1) + ": " + what);
    }
}
