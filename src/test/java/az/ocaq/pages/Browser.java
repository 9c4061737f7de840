package az.ocaq.pages;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** Debian's Chromium, and what a visit in it made of a page. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    /** A busy machine takes its time; nothing waits that long when it works. */
    private static final double PATIENCE_MILLIS = 60_000;

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final com.microsoft.playwright.Browser chromium = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));

    Browser() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    /** Whether the machine has it; the project's own verify installs it. */
    static boolean isThere() {
        return Files.isExecutable(CHROMIUM);
    }

    /** A person with a browser of their own, whose clock shows the village's time and whose zone is far away. */
    Visit visit(String address, int width, String language) {
        Visit visit = visitNow(address, width, language);
        visit.page.clock().setFixedTime(Date.from(VillageOnline.NOW));
        return visit;
    }

    /** A person whose clock is the machine's. */
    Visit visitNow(String address, int width, String language) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(address)
                .setViewportSize(width, width < 500 ? 844 : 900)
                .setLocale(language)
                .setTimezoneId("America/New_York"));
        return new Visit(context, address);
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }

    /** One person's visit. */
    static final class Visit implements AutoCloseable {
        final BrowserContext context;
        final Page page;
        /** What went wrong in the pages: errors of the console, exceptions. */
        final List<String> errors = new ArrayList<>();
        /** Requests to another host than the server. */
        final List<String> elsewhere = new ArrayList<>();

        private long transferred;
        private boolean closing;

        Visit(BrowserContext context, String address) {
            this.context = context;
            page = context.newPage();
            page.setDefaultTimeout(PATIENCE_MILLIS);
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") || message.type().equals("warning")) {
                    errors.add(message.text());
                }
            });
            page.onPageError(errors::add);
            page.onRequest(request -> {
                if (!request.url().startsWith(address) && !request.url().startsWith("data:")) {
                    elsewhere.add(request.url());
                }
            });
            page.onRequestFinished(request -> {
                if (closing) {
                    return; // the browser no longer answers for a page that is being closed
                }
                var sizes = request.sizes();
                transferred += sizes.responseBodySize + sizes.responseHeadersSize;
            });
        }

        /** Signs in as a person does, and waits for the page of the role. */
        void signIn(String user, String path) {
            signIn(user, VillageOnline.PASSWORD, path);
        }

        void signIn(String user, String password, String path) {
            page.navigate("/");
            page.locator("input[name=username]").fill(user);
            page.locator("input[name=password]").fill(password);
            page.locator("button.main").click();
            page.waitForURL("**" + path);
        }

        /** Bytes that came over the network since the last call. */
        long transferred() {
            long bytes = transferred;
            transferred = 0;
            return bytes;
        }

        @Override
        public void close() {
            closing = true;
            context.close();
        }
    }
}
