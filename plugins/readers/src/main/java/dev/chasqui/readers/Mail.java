package dev.chasqui.readers;

import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.dom.address.AddressList;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.dom.address.MailboxList;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads e-mails. The subject becomes a heading; sender, receivers and date are lines below it. Of
 * versions of the same text the plain one is taken; of attachments the names alone.
 */
final class Mail {
    /** The deepest nesting of parts. */
    private static final int DEEPEST = 20;

    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

    private Mail() {}

    /**
     * Reads one e-mail into a text.
     *
     * @throws IOException if it is damaged
     */
    static void message(byte[] bytes, TextBuilder text) throws IOException {
        Message message = parse(bytes, 0, bytes.length);
        Optional.ofNullable(message.getSubject()).ifPresent(it -> text.property("title", it));
        text.property("author", boxes(message.getFrom()));
        Optional.ofNullable(message.getDate())
                .ifPresent(date -> text.property("date", date.toInstant().toString()));
        write(message, text);
    }

    /**
     * Reads a mailbox into a text, with a heading for each e-mail.
     *
     * @throws IOException if it is damaged
     */
    static void box(byte[] bytes, TextBuilder text) throws IOException {
        int from = 0;
        while (from < bytes.length) {
            int end = next(bytes, from + 1);
            int header = begins(bytes, from) ? lineAfter(bytes, from) : from;
            if (header < end) {
                write(parse(bytes, header, end), text);
            }
            from = end;
        }
    }

    /** Returns the index of the next e-mail of a mailbox, or the mailbox's length. */
    private static int next(byte[] bytes, int from) {
        int at = lineAfter(bytes, from);
        boolean blank = false;
        while (at < bytes.length && !(blank && begins(bytes, at))) {
            blank = bytes[at] == '\n' || bytes[at] == '\r';
            at = lineAfter(bytes, at);
        }
        return at;
    }

    private static boolean begins(byte[] bytes, int at) {
        return bytes.length - at > FROM.length
                && Arrays.equals(bytes, at, at + FROM.length, FROM, 0, FROM.length);
    }

    private static int lineAfter(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, bytes.length);
    }

    private static Message parse(byte[] bytes, int from, int end) throws IOException {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(
                MimeConfig.custom()
                        .setMaxLineLen(-1)
                        .setMaxHeaderLen(1 << 20)
                        .setMaxHeaderCount(10_000)
                        .build());
        return builder.parseMessage(new ByteArrayInputStream(bytes, from, end - from));
    }

    private static void write(Message message, TextBuilder text) throws IOException {
        text.newParagraph();
        line("# ", Optional.ofNullable(message.getSubject()).orElse("(no subject)"), text);
        text.append("\n");
        line("From: ", boxes(message.getFrom()), text);
        line("To: ", addresses(message.getTo()), text);
        line("Cc: ", addresses(message.getCc()), text);
        if (message.getDate() != null) {
            line("Date: ", message.getDate().toInstant().toString(), text);
        }
        text.newParagraph();
        body(message, text, 0);
        text.newParagraph();
    }

    private static void line(String name, String value, TextBuilder text) {
        String line = value.replaceAll("\\s+", " ").strip();
        if (!line.isEmpty()) {
            text.newLine().append(name + line + "\n");
        }
    }

    private static void body(Entity entity, TextBuilder text, int depth) throws IOException {
        Body body = entity.getBody();
        if (depth > DEEPEST) {
            return;
        }
        if (depth > 0 && entity.getFilename() != null) {
            text.newParagraph();
            line("Attachment: ", entity.getFilename(), text);
        } else if (body instanceof Multipart parts) {
            List<Entity> all = parts.getBodyParts();
            boolean versions = parts.getSubType().equalsIgnoreCase("alternative");
            for (Entity part : versions ? best(all) : all) {
                body(part, text, depth + 1);
            }
        } else if (body instanceof TextBody words) {
            text.newParagraph();
            if (entity.getMimeType().equalsIgnoreCase("text/html")) {
                StructuredText.write(Jsoup.parse(all(words)), text);
            } else {
                text.append(all(words).replace("\r\n", "\n").strip());
            }
            text.newParagraph();
        }
    }

    /** Returns the plain one of several versions; else the last, which is the richest. */
    private static List<Entity> best(List<Entity> versions) {
        return versions.stream()
                .filter(part -> part.getMimeType().equalsIgnoreCase("text/plain"))
                .findFirst()
                .or(() -> versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast()))
                .map(List::of)
                .orElse(List.of());
    }

    private static String all(TextBody body) throws IOException {
        try (Reader reader = body.getReader()) {
            return reader.readAllAsString();
        }
    }

    private static String boxes(@Nullable MailboxList boxes) {
        return boxes == null
                ? ""
                : boxes.stream().map(Mail::readable).collect(Collectors.joining(", "));
    }

    private static String addresses(@Nullable AddressList addresses) {
        return addresses == null ? "" : boxes(addresses.flatten());
    }

    private static String readable(Mailbox box) {
        return box.getName() == null
                ? box.getAddress()
                : box.getName() + " <" + box.getAddress() + ">";
    }
}
