package dev.chasqui.domain.json.reading;

/**
 * The check that bytes are UTF-8. JSON must be UTF-8, and readers that replace wrong bytes would
 * not agree on the text.
 */
final class Utf8 {
    private Utf8() {}

    /** Returns the length of the character at an index; 0 if it is wrong or cut off. */
    static int lengthAt(byte[] text, int i, int to) {
        if (text[i] >= 0) {
            return 1;
        }
        int lead = text[i] & 0xFF;
        int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (length == 0 || i + length > to) {
            return 0;
        }
        int second = text[i + 1] & 0xFF;
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if ((text[i + k] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
