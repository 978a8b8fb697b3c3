import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints calls as they happen and opens a page at the agent who answers. One file, nothing but the
 * JDK (17 or newer):
 *
 * <pre>java Main.java TOKEN [http://127.0.0.1:8080]</pre>
 *
 * Goes on after a break where it stopped: the server keeps what was missed.
 */
public final class Main {
    private static final long PAUSE_MILLIS = 2_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String token;
    private final String server;
    private String lastId = "";

    private Main(String token, String server) {
        this.token = token;
        this.server = server;
    }

    public static void main(String[] args) throws InterruptedException {
        if (args.length == 0) {
            System.err.println("java Main.java TOKEN [http://127.0.0.1:8080]");
            System.exit(2);
        }
        new Main(args[0], args.length > 1 ? args[1] : "http://127.0.0.1:8080").run();
    }

    private void run() throws InterruptedException {
        while (true) {
            try {
                read();
            } catch (IOException e) {
                System.err.println("the connection broke: " + e.getMessage());
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Server-sent events, as the HTML standard says how to read them. */
    private void read() throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/api/v1/events");
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<InputStream> stream =
                http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (stream.statusCode() != 200) {
            System.err.println("refused: " + stream.statusCode());
            System.exit(1);
        }
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    happened(name, line.substring(6));
                }
            }
        }
    }

    private void happened(String name, String call) throws IOException, InterruptedException {
        System.out.println(
                String.join(" ", name, field(call, "uniqueid"), field(call, "agentname"), field(call, "queue")));
        if (name.equals("up")) {
            open(field(call, "peer"), "https://crm.example/?phone=" + encoded(field(call, "callernum")));
        }
    }

    private void open(String peer, String url) throws IOException, InterruptedException {
        HttpRequest request =
                request("/api/v1/agents/" + encoded(peer) + "/open")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"url\":\"" + url + "\"}"))
                        .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println("  page: " + answer.statusCode() + " " + field(answer.body(), "outcome"));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path)).header("Authorization", "Bearer " + token);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Call objects are flat and all values are text; a library for JSON does more than this. */
    private static String field(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
        return found.find() ? found.group(1) : "";
    }
}
