package dev.chasqui.testing;

/**
 * One header line of a message.
 *
 * @param name the name, in the case that was sent
 * @param value the value, without the white space around it
 */
public record Header(String name, String value) {

    /** Parses {@code Name: value}; a line without a colon is a name without a value. */
    static Header parse(String line) {
        int colon = line.indexOf(':');
        return colon < 0
                ? new Header(line, "")
                : new Header(line.substring(0, colon), line.substring(colon + 1).strip());
    }

    boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }
}
