// SPDX-License-Identifier: GPL-2.0
/* The settings of the module. */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "ask/fetch.h"
#include "ask/range.h"
#include "base/fail.h"
#include "base/number.h"
#include "base/options.h"
#include "commands/commands.h"
#include "recording/recording.h"
#include "show/format.h"
#include "show/json.h"
#include "show/page.h"
#include "show/table.h"

/**
 * struct setting - a setting of the module, or what it uses
 * @attribute: TWSTAT_A_CONFIG_*
 * @what: its meaning
 * @kind: which values it takes; FIXED and USED can't be set
 */
struct setting {
	int attribute;
	const char *what;
	enum { SWITCH, PERCENT, NUMBER, FIXED, USED } kind;
};

static const struct setting settings[] = {
	{ TWSTAT_A_CONFIG_SEGMENTS, "count segments that arrive for sockets in TIME_WAIT",
	  SWITCH },
	{ TWSTAT_A_CONFIG_PORTS, "count searches for a local port", SWITCH },
	{ TWSTAT_A_CONFIG_REUSE, "count why ports are not reused", SWITCH },
	{ TWSTAT_A_CONFIG_STATES, "count state transitions and how connections end",
	  SWITCH },
	{ TWSTAT_A_CONFIG_REUSE_EXACT, "hook each decision about reuse", SWITCH },
	{ TWSTAT_A_CONFIG_CONNECT_RESULT, "hook the result of each port search", SWITCH },
	{ TWSTAT_A_CONFIG_WHO, "count which programs connect to each destination", SWITCH },
	{ TWSTAT_A_CONFIG_DESTINATIONS_MAX,
	  "maximum number of destinations, and of services", NUMBER },
	{ TWSTAT_A_CONFIG_DESTINATIONS_LIMIT,
	  "upper limit of destinations-max (module parameter destinations)", FIXED },
	{ TWSTAT_A_CONFIG_THRESHOLD_UP, "% of ports in use at which an event is sent",
	  PERCENT },
	{ TWSTAT_A_CONFIG_THRESHOLD_DOWN, "% of ports in use below which its end is sent",
	  PERCENT },
	{ TWSTAT_A_CONFIG_INCIDENTS_MAX,
	  "incidents that each namespace remembers (module parameter incidents)", FIXED },
	{ TWSTAT_A_CONFIG_MEMORY, "bytes that twstat uses for this network namespace", USED },
	{ TWSTAT_A_CONFIG_MEMORY_ENTRIES, "bytes for the sockets of all namespaces", USED },
	{ TWSTAT_A_CONFIG_MEMORY_ENDPOINTS,
	  "bytes for the destinations and services of all namespaces", USED },
	{ TWSTAT_A_CONFIG_MEMORY_SPARE, "bytes ready for namespaces that begin to use TCP",
	  USED },
	{ TWSTAT_A_CONFIG_MEMORY_FIXED, "bytes that twstat always uses", USED },
	{ }
};

static const struct setting *setting_find(const char *name)
{
	int attribute = name_find(&names_config, name);
	const struct setting *setting;

	for (setting = settings; setting->attribute; setting++)
		if (setting->attribute == attribute)
			return setting;
	usage("config: there is no setting '%s'; twstat config lists all.", name);
}

static const char *setting_name(const struct setting *setting)
{
	return name_of(&names_config, setting->attribute);
}

/*
 * The module checks the range. A number that does not fit into the attribute is sent as the
 * largest one that fits, which is out of range as well.
 */
static __u32 value_read(const struct setting *setting, const char *text)
{
	unsigned long value, most = setting->kind == PERCENT ? UCHAR_MAX : UINT_MAX;

	if (setting->kind == FIXED)
		usage("config: %s is set at load only, by the module's parameter %s.",
		      setting_name(setting),
		      setting->attribute == TWSTAT_A_CONFIG_INCIDENTS_MAX ? "incidents" :
		      "destinations");
	if (setting->kind == USED)
		usage("config: %s can't be set: it tells how much memory is used.",
		      setting_name(setting));
	if (setting->kind == SWITCH) {
		if (!strcmp(text, "on") || !strcmp(text, "1"))
			return 1;
		if (!strcmp(text, "off") || !strcmp(text, "0"))
			return 0;
		usage("config: %s must be on or off, not '%s'.",
		      setting_name(setting), text);
	}
	if (!number_read(text, &value))
		usage("config: %s must be a number, not '%s'.",
		      setting_name(setting), text);
	return value < most ? value : most;
}

/**
 * struct change - a new value of a setting
 * @setting: the setting
 * @value: the value
 */
struct change {
	const struct setting *setting;
	__u32 value;
};

static void change_read(struct change *change, char *pair)
{
	char *value = strchr(pair, '=');

	if (!value)
		usage("config: '%s' must be NAME=VALUE.", pair);
	*value++ = '\0';
	change->setting = setting_find(pair);
	change->value = value_read(change->setting, value);
}

static struct range setting_range(struct client *client, const struct setting *setting)
{
	struct range range = { 0, UINT_MAX };
	struct record config;

	range_fetch(&range, client, TWSTAT_CMD_CONFIG_SET, setting->attribute);
	if (setting->attribute == TWSTAT_A_CONFIG_DESTINATIONS_MAX) {
		fetch_config(client, &config);
		range.most = config.value[TWSTAT_A_CONFIG_DESTINATIONS_LIMIT];
	}
	return range;
}

/* Fails if a value is out of range. It asks on another socket, to keep the error of this one. */
static void check_ranges(const struct change *change, int number)
{
	struct client *client = client_open();
	struct range range;

	for (; number--; change++) {
		range = setting_range(client, change->setting);
		if (change->value < range.least || change->value > range.most)
			usage("config: %s must be %llu to %llu.",
			      setting_name(change->setting), range.least, range.most);
	}
	client_close(client);
}

static void set(struct client *client, int argc, char **argv)
{
	struct change change[TWSTAT_A_CONFIG_MAX];
	struct nlmsghdr *request;
	int i, err;

	if (argc > TWSTAT_A_CONFIG_MAX)
		usage("config: more arguments than there are settings (%d).",
		      TWSTAT_A_CONFIG_MAX);
	for (i = 0; i < argc; i++)
		change_read(&change[i], argv[i]);

	request = client_request(client, TWSTAT_CMD_CONFIG_SET);
	for (i = 0; i < argc; i++) {
		if (change[i].setting->kind == NUMBER)
			mnl_attr_put_u32(request, change[i].setting->attribute,
					 change[i].value);
		else
			mnl_attr_put_u8(request, change[i].setting->attribute,
					change[i].value);
	}
	err = client_try(client, NULL, NULL);
	if (err == -ERANGE)
		check_ranges(change, argc);
	if (err)
		client_failed(client, -err);
}

static struct text value_text(const struct setting *setting,
			      const struct record *config)
{
	static const struct text on = { "on" }, off = { "off" };

	if (setting->kind == SWITCH && config->known[setting->attribute])
		return config->value[setting->attribute] ? on : off;
	return format_number(config, setting->attribute);
}

static void print(const struct record *config)
{
	struct table *table = table_begin("setting|>value|meaning");
	const struct setting *setting;
	struct page page;

	for (setting = settings; setting->attribute; setting++) {
		/* Only the first network namespace may see what all use. */
		if (setting->kind == USED && !config->known[setting->attribute])
			continue;
		table_cell(table, "%s", setting_name(setting));
		table_cell(table, "%s", value_text(setting, config).is);
		table_cell(table, "%s", setting->what);
	}
	page_begin(&page);
	table_end(table, page.to);
	page_print(&page);
}

/**
 * command_config() - print or change settings
 * @client: the client
 * @argc: number of arguments
 * @argv: NAME=VALUE for each change
 */
void command_config(struct client *client, int argc, char **argv)
{
	struct record config;

	if (argc && recording_replayed())
		usage("config: a recording can't be changed: --from prints settings only.");
	if (argc) {
		set(client, argc, argv);
		return;
	}
	fetch_config(client, &config);
	if (options.json)
		json_print(json_record(&config, &names_config));
	else
		print(&config);
}
