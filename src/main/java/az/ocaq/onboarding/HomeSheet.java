package az.ocaq.onboarding;

import az.ocaq.measurement.DeviceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Homes of many devices as a sheet: comma- or semicolon-separated text (RFC 4180, quotes with doubled quotes in them), the
 * first line {@code source,home,type,name}, each further line one device.
 */
public final class HomeSheet {
    private static final int MOST_LINES = 5_000;
    private static final List<String> HEAD = List.of("source", "home", "type", "name");

    private HomeSheet() {}

    /** Reads a sheet. Throws an {@link IllegalArgumentException} that names every wrong line. */
    public static List<Wish> read(String text) {
        List<Wish> wishes = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        List<String> lines = text.lines().toList();
        String first = lines.isEmpty() ? "" : lines.get(0).replace("\uFEFF", "");
        char separator = first.contains(";") ? ';' : ',';
        if (!cells(first, separator).equals(HEAD)) {
            throw new IllegalArgumentException("line 1 must be " + String.join(String.valueOf(separator), HEAD));
        }
        if (lines.size() > MOST_LINES) {
            throw new IllegalArgumentException("at most " + MOST_LINES + " lines at once");
        }
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank()) {
                wish(cells(line, separator), "line " + (i + 1) + ": ", wrong).ifPresent(wishes::add);
            }
        }
        if (wishes.isEmpty() && wrong.isEmpty()) {
            throw new IllegalArgumentException("there is no device in it");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong.subList(0, Math.min(20, wrong.size()))));
        }
        return wishes;
    }

    private static Optional<Wish> wish(List<String> cells, String line, List<String> wrong) {
        if (cells.size() < 3 || cells.size() > 4) {
            wrong.add(line + "must have source, home, type and a name");
            return Optional.empty();
        }
        Optional<DeviceId> source = DeviceId.parse(cells.get(0));
        Optional<DeviceId> home = DeviceId.parse(cells.get(1));
        if (source.isEmpty() || home.isEmpty()) {
            String which = source.isEmpty() ? cells.get(0) : cells.get(1);
            wrong.add(line + "'" + which + "' is no identity such as aghali/home-017/meter");
            return Optional.empty();
        }
        String title = cells.size() == 4 ? cells.get(3) : "";
        return Optional.of(new Wish(source.get(), home.get(), cells.get(2), title));
    }

    private static List<String> cells(String line, char separator) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean doubled = quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"';
            if (doubled) {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}
