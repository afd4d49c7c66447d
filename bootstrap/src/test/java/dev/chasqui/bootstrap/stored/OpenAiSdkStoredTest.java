package dev.chasqui.bootstrap.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.models.conversations.Conversation;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.inputitems.InputItemListPage;

import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Stored responses and conversations in the eyes of OpenAI's own Java SDK, which checks all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiSdkStoredTest {
    private final Asked asked = new Asked("");
    private final OpenAIClient client =
            OpenAIOkHttpClient.builder()
                    .baseUrl(asked.server.url() + "/v1")
                    .apiKey("key-of-ana-0123456789")
                    .maxRetries(0)
                    .responseValidation(true)
                    .build();

    @AfterAll
    void close() {
        client.close();
        asked.close();
    }

    private static ResponseCreateParams.Builder question(String text) {
        return ResponseCreateParams.builder().model("tiny").input(text);
    }

    private static String text(Response response) {
        return response.output().getFirst().asMessage().content().getFirst().asOutputText().text();
    }

    @Test
    void aResponseIsContinuedRetrievedListedAndDeleted() {
        Response first = client.responses().create(question("One").build());
        Response second =
                client.responses().create(question("Two").previousResponseId(first.id()).build());
        Response read = client.responses().retrieve(second.id());
        assertThat(text(read)).isEqualTo("Yes.");
        assertThat(read.previousResponseId()).contains(first.id());

        InputItemListPage items = client.responses().inputItems().list(second.id());
        assertThat(items.data()).hasSize(1);

        client.responses().delete(second.id());
        assertThatThrownBy(() -> client.responses().retrieve(second.id()))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aResponseInTheBackgroundIsPolledAndCancelled() {
        Response begun = client.responses().create(question("One").background(true).build());
        assertThat(begun.status()).contains(ResponseStatus.QUEUED);
        Polled.until(
                "it is completed",
                () ->
                        client.responses()
                                .retrieve(begun.id())
                                .status()
                                .orElseThrow()
                                .equals(ResponseStatus.COMPLETED));
        assertThat(client.responses().cancel(begun.id()).status())
                .contains(ResponseStatus.COMPLETED);
    }

    @Test
    void aConversationHoldsTheItemsOfResponses() {
        Conversation made = client.conversations().create();
        Response answer =
                client.responses().create(question("One").conversation(made.id()).build());
        assertThat(text(answer)).isEqualTo("Yes.");
        assertThat(client.conversations().items().list(made.id()).data()).hasSize(2);
        assertThat(client.conversations().retrieve(made.id()).id()).isEqualTo(made.id());
        assertThat(client.conversations().delete(made.id()).deleted()).isTrue();
        assertThatThrownBy(() -> client.conversations().retrieve(made.id()))
                .isInstanceOf(NotFoundException.class);
    }
}
