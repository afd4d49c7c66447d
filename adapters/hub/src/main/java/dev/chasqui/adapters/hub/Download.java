package dev.chasqui.adapters.hub;

import dev.chasqui.domain.model.HubModel;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The download of one file, which continues behind the bytes of an earlier try. Used by one thread.
 */
final class Download {
    /**
     * The bytes that a try must receive so that the failed tries before it are forgotten, 1 MiB.
     */
    private static final long WORTH_IT = 1 << 20;

    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private static final Pattern STRONG_TAG = Pattern.compile("\"[\\x21\\x23-\\x7e]{1,200}\"");

    private final HubClient web;
    private final HubSettings settings;
    private final HubModel model;
    private final RepoFile file;
    private final URI address;
    private final PartFile part;
    private final ProgressMeter meter;
    private final DownloadCancellation stop;
    private Optional<String> tag = Optional.empty();

    Download(
            HubClient web,
            HubSettings settings,
            HubModel model,
            String revision,
            RepoFile file,
            PartFile part,
            ProgressMeter meter,
            DownloadCancellation stop) {
        this.web = web;
        this.settings = settings;
        this.model = model;
        this.file = file;
        this.address = settings.endpoint().file(model, revision, file.path());
        this.part = part;
        this.meter = meter;
        this.stop = stop;
    }

    /**
     * Downloads the whole file; when this returns, its bytes match the checksum and are on the
     * disk. If bytes of an earlier try spoil the checksum, the file is downloaded once more from
     * its start.
     */
    void run(Consumer<String> progress) throws HubException {
        boolean resumed = part.length() > 0;
        download(progress);
        if (part.matchesChecksum()) {
            return;
        }
        part.restart();
        if (resumed) {
            progress.accept(
                    file.name() + ": the bytes of an earlier download are damaged; starting again");
            download(progress);
            if (part.matchesChecksum()) {
                return;
            }
            part.restart();
        }
        throw new HubException(
                HubException.Reason.INVALID_ANSWER,
                file.name()
                        + ": the downloaded file has another checksum than the hub lists (expected:"
                        + " "
                        + file.content().hex()
                        + "; try again later, and tell the hub if it stays)");
    }

    private void download(Consumer<String> progress) throws HubException {
        Retries retries =
                new Retries(
                        settings.endpoint().base().getHost(),
                        settings.timeouts(),
                        settings.timeouts().tries(),
                        stop,
                        progress);
        while (part.missing() > 0) {
            retries.run(
                    () -> {
                        long before = part.length();
                        try {
                            pull();
                            return true;
                        } finally {
                            if (part.length() - before >= WORTH_IT) {
                                retries.progressed();
                            }
                        }
                    });
        }
    }

    private void pull() throws IOException, HubException {
        Map<String, String> headers = new HashMap<>();
        if (part.length() > 0) {
            headers.put("Range", "bytes=" + part.length() + "-");
            tag.ifPresent(seen -> headers.put("If-Range", seen));
        }
        try (HubAnswer answer = web.get(address, headers, settings.timeouts().answer(), stop)) {
            accept(answer);
            tag = answer.header("ETag").filter(STRONG_TAG.asMatchPredicate());
            copy(answer.body());
        }
    }

    /** Makes sure that the body consists of the missing bytes. */
    private void accept(HubAnswer answer) throws IOException, HubException {
        switch (answer.status()) {
            case 200 -> {
                requireSize(length(answer));
                if (part.length() > 0) {
                    part.restart();
                }
            }
            case 206 -> requireRange(answer.header("Content-Range").orElse(""));
            case 416 -> {
                part.restart();
                throw new IOException("it has no such part of " + file.name());
            }
            default -> {
                if (!settings.endpoint().isOnThisServer(answer.from())) {
                    // The redirect was stale or broken; another request to the hub gives a new one.
                    throw new IOException(answer.from().getHost() + " answers " + answer.status());
                }
                throw answer.refusal(model, settings, "");
            }
        }
    }

    private void requireRange(String range) throws IOException, HubException {
        Matcher form = CONTENT_RANGE.matcher(range);
        if (!form.matches() || Long.parseLong(form.group(1)) != part.length()) {
            part.restart();
            throw new IOException("it sends another part of " + file.name() + " than asked for");
        }
        if (!form.group(3).equals("*")) {
            requireSize(OptionalLong.of(Long.parseLong(form.group(3))));
        }
    }

    private static OptionalLong length(HubAnswer answer) {
        return answer.header("Content-Length")
                .filter(text -> text.matches("\\d{1,18}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    private void requireSize(OptionalLong size) throws HubException {
        if (size.isPresent() && size.getAsLong() != file.size()) {
            throw wrongSize(
                    HumanReadable.bytes(size.getAsLong()) + " (" + size.getAsLong() + " bytes)");
        }
    }

    private HubException wrongSize(String has) {
        return new HubException(
                HubException.Reason.INVALID_ANSWER,
                file.name()
                        + " has "
                        + has
                        + " (expected: the "
                        + file.size()
                        + " bytes that the hub lists; try again later)");
    }

    private void copy(HubAnswer.BodyReader body) throws IOException, HubException {
        while (part.missing() > 0) {
            List<ByteBuffer> piece =
                    body.next()
                            .orElseThrow(
                                    () ->
                                            new IOException(
                                                    file.name()
                                                            + " ends "
                                                            + part.missing()
                                                            + " bytes early"));
            for (ByteBuffer bytes : piece) {
                if (bytes.remaining() > part.missing()) {
                    part.restart();
                    throw wrongSize("more bytes than that");
                }
                part.append(bytes);
            }
            meter.at(part.length());
        }
    }
}
