package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.domain.chat.ChatRequest.Form;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.json.reading.JsonKind;

import java.time.InstantSource;
import java.util.List;

/** The operation {@code POST /api/generate}. */
public final class OllamaGenerate extends OllamaOperation {

    /**
     * @param clock the source of the time of each piece of a reply, and of durations that a backend
     *     does not report
     */
    public OllamaGenerate(InstantSource clock) {
        super(OllamaPath.GENERATE, clock);
    }

    @Override
    void checkTypes(BodyScan scan) {
        for (String text : List.of("prompt", "system", "suffix", "template")) {
            scan.expect(text, JsonKind.STRING);
        }
        scan.expect("images", JsonKind.ARRAY);
    }

    @Override
    boolean hasNoInput(BodyScan scan) {
        return isEmpty(scan, "prompt") && isEmpty(scan, "images");
    }

    @Override
    Form form(BodyScan scan) {
        return scan.flag("raw").orElse(false) || !isEmpty(scan, "suffix") ? Form.RAW : Form.PROMPT;
    }

    /** Returns true if a string or an array is missing or empty. It does not decode the value. */
    private static boolean isEmpty(BodyScan scan, String name) {
        BodyScan.Range at = scan.present(name);
        if (at == null) {
            return true;
        }
        int first = at.from() + 1;
        while (at.kind() == JsonKind.ARRAY && scan.body()[first] <= ' ') {
            first++;
        }
        return first == at.to() - 1;
    }

    @Override
    boolean mayHoldCommands(Form form, BodyScan scan) {
        return form == Form.PROMPT && scan.slashed("prompt");
    }

    @Override
    Conversation conversation(BodyScan scan) {
        return OllamaRequestReader.generate(object(scan));
    }
}
