package az.ocaq.cli;

import az.ocaq.decode.Conventions;
import az.ocaq.decode.Decoded;
import az.ocaq.decode.DecodedJson;
import az.ocaq.decode.Decoders;
import az.ocaq.decode.Explainer;
import az.ocaq.measurement.Message;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ocaq decode}: what Ocaq makes of captured messages, one JSON line in, one out. */
@Command(
        name = "decode",
        mixinStandardHelpOptions = true,
        description =
                "Shows what Ocaq makes of captured messages: JSON lines {\"id\"?, \"topic\", \"payload_utf8\" or"
                        + " \"payload_base64\", \"received_at\"?} on standard input, one JSON line for each on standard output.")
public final class DecodeCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--explain",
            description = "adds to each reading its place in the payload (path: a JSON pointer, or offset: a byte), and"
                    + " \"left\": the fields that no value came from, with a word for why. Slower: each field is tried")
    private boolean explain;

    private final Conventions conventions = Conventions.standard();
    private final Decoders decoders = conventions.decoders();
    private final Explainer explainer = new Explainer(conventions);
    private final Clock clock = Clock.systemUTC();

    /** Reads to the end of standard input; 0 when every line could be read, 2 when one was no message. */
    @Override
    public Integer call() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), false);
        int number = 0;
        int status = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            if (!line.isBlank()) {
                status = Math.max(status, decode(line, number, out));
            }
        }
        out.flush();
        return status;
    }

    private int decode(String line, int number, PrintWriter out) {
        try {
            JsonNode captured = JSON.readTree(line);
            Message message = message(captured);
            String decoder = decoders.claiming(message).map(it -> it.name()).orElse("");
            Decoded decoded = decoders.decode(message);
            out.println(JSON.writeValueAsString(
                    explain
                            ? DecodedJson.of(captured.path("id"), decoder, decoded, explainer.explain(message, decoded))
                            : DecodedJson.of(captured.path("id"), decoder, decoded)));
            if (explain) {
                decoders.memories().forEach(it -> explainer.learn(it.name(), it.takeChanges()));
            }
            return 0;
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            System.err.println("line " + number + ": not a captured message: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            out.println("{\"outcome\":\"rejected\",\"reason\":\"line " + number + " is not a captured message\"}");
            return 2;
        }
    }

    private Message message(JsonNode captured) {
        if (!captured.path("topic").isTextual()) {
            throw new IllegalArgumentException("topic is missing");
        }
        JsonNode text = captured.path("payload_utf8");
        JsonNode encoded = captured.path("payload_base64");
        // "simulate --dry-run" prints JSON of our own as it is
        JsonNode json = captured.path("payload");
        if (!json.isContainerNode() && text.isTextual() == encoded.isTextual()) {
            throw new IllegalArgumentException("either payload_utf8 or payload_base64 must be there");
        }
        byte[] payload = encoded.isTextual()
                ? Base64.getDecoder().decode(encoded.textValue())
                : (text.isTextual() ? text.textValue() : json.toString()).getBytes(StandardCharsets.UTF_8);
        JsonNode receivedAt = captured.path("received_at");
        return new Message(
                captured.path("topic").textValue(),
                payload,
                receivedAt.isTextual()
                        ? OffsetDateTime.parse(receivedAt.textValue()).toInstant()
                        : clock.instant(),
                captured.path("retained").asBoolean(false));
    }
}
