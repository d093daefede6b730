// Columns as an Arrow C stream (arrow.apache.org/docs/format/CStreamInterface.html): three small structs that
// polars, pyarrow, duckdb and pandas read in place.  The buffers stay NumPy's; each consumer holds them by
// reference until it calls `release`.
#include <cstring>
#include <string>
#include <tuple>

#include "sim/python/module.hpp"

namespace nearsim::python {

namespace {

extern "C" {  // the ABI, as the specification prints it
struct ArrowSchema {
  const char *format, *name, *metadata;
  std::int64_t flags, n_children;
  ArrowSchema **children, *dictionary;
  void (*release)(ArrowSchema*);
  void* private_data;
};
struct ArrowArray {
  std::int64_t length, null_count, offset, n_buffers, n_children;
  const void** buffers;
  ArrowArray **children, *dictionary;
  void (*release)(ArrowArray*);
  void* private_data;
};
struct ArrowArrayStream {
  int (*get_schema)(ArrowArrayStream*, ArrowSchema*);
  int (*get_next)(ArrowArrayStream*, ArrowArray*);
  const char* (*get_last_error)(ArrowArrayStream*);
  void (*release)(ArrowArrayStream*);
  void* private_data;
};
}

struct Column {
  std::string name, format;         // "l" int64, "g" float64, "u" text with 32-bit offsets, ...
  std::vector<py::buffer> objects;  // validity is left out: a missing figure is NaN
  std::vector<py::buffer_info> views;
  std::vector<const void*> pointers;
};
struct Table {  // shared by the stream and whatever was read from it
  std::vector<Column> columns;
  std::int64_t length = 0;
};
using Shared = std::shared_ptr<Table>;

void forget(Shared* table) {  // a consumer may let go on any thread
  const py::gil_scoped_acquire mine;
  delete table;
}

struct SchemaPart {
  std::string name, format;
  std::vector<ArrowSchema> owned;
  std::vector<ArrowSchema*> children;
};
void release_schema(ArrowSchema* schema) {
  auto* part = static_cast<SchemaPart*>(schema->private_data);
  for (ArrowSchema* child : part->children)
    if (child->release != nullptr) child->release(child);
  delete part;
  schema->release = nullptr;
}
void make_schema(ArrowSchema& out, std::string name, std::string format) {
  auto* part = new SchemaPart{std::move(name), std::move(format), {}, {}};
  out = {part->format.c_str(), part->name.c_str(), nullptr, 0, 0, nullptr, nullptr, &release_schema, part};
}
int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  const Shared& table = *static_cast<Shared*>(stream->private_data);
  make_schema(*out, "", "+s");
  auto* part = static_cast<SchemaPart*>(out->private_data);
  part->owned.resize(table->columns.size());
  for (std::size_t i = 0; i < table->columns.size(); ++i) {
    make_schema(part->owned[i], table->columns[i].name, table->columns[i].format);
    part->children.push_back(&part->owned[i]);
  }
  out->n_children = static_cast<std::int64_t>(part->children.size());
  out->children = part->children.data();
  return 0;
}

struct ArrayPart {
  Shared* table;
  std::vector<ArrowArray> owned;
  std::vector<ArrowArray*> children;
  std::vector<const void*> buffers;
};
void release_array(ArrowArray* array) {
  auto* part = static_cast<ArrayPart*>(array->private_data);
  for (ArrowArray* child : part->children)
    if (child->release != nullptr) child->release(child);
  forget(part->table);
  delete part;
  array->release = nullptr;
}
// A child keeps the table by itself too: a consumer may move it out of its parent and release that first.
void make_array(ArrowArray& out, const Shared& table, std::vector<const void*> buffers) {
  auto* part = new ArrayPart{new Shared(table), {}, {}, std::move(buffers)};
  const auto count = static_cast<std::int64_t>(part->buffers.size());
  out = {table->length, 0, 0, count, 0, part->buffers.data(), nullptr, nullptr, &release_array, part};
}
int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  Shared& table = *static_cast<Shared*>(stream->private_data);
  if (table->length < 0) {  // the one batch was handed out
    std::memset(out, 0, sizeof *out);
    return 0;
  }
  make_array(*out, table, {nullptr});
  auto* part = static_cast<ArrayPart*>(out->private_data);
  part->owned.resize(table->columns.size());
  for (std::size_t i = 0; i < table->columns.size(); ++i) {
    make_array(part->owned[i], table, table->columns[i].pointers);
    part->children.push_back(&part->owned[i]);
  }
  out->n_children = static_cast<std::int64_t>(part->children.size());
  out->children = part->children.data();
  table = std::make_shared<Table>();
  table->length = -1;
  return 0;
}
const char* get_last_error(ArrowArrayStream*) { return nullptr; }
void release_stream(ArrowArrayStream* stream) {
  forget(static_cast<Shared*>(stream->private_data));
  stream->release = nullptr;
}

using Given = std::tuple<std::string, std::string, std::vector<py::buffer>>;

py::capsule stream_of(const std::vector<Given>& columns, std::int64_t length) {
  auto table = std::make_shared<Table>();
  table->length = length;
  for (const auto& [name, format, buffers] : columns) {
    Column column{name, format, buffers, {}, {nullptr}};
    for (const py::buffer& buffer : column.objects) {
      column.views.push_back(buffer.request());
      if (column.views.back().ndim != 1 || column.views.back().strides[0] != column.views.back().itemsize)
        throw py::value_error("column '" + name + "' is not contiguous");
      column.pointers.push_back(column.views.back().ptr);
    }
    table->columns.push_back(std::move(column));
  }
  auto* stream =
      new ArrowArrayStream{&get_schema, &get_next, &get_last_error, &release_stream, new Shared(table)};
  const auto drop = [](PyObject* capsule) {
    auto* held = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, "arrow_array_stream"));
    if (held->release != nullptr) held->release(held);
    delete held;
  };
  return py::capsule(stream, "arrow_array_stream", drop);
}

}  // namespace

void bind_arrow(py::module_& m) { m.def("arrow_stream", &stream_of, py::arg("columns"), py::arg("length")); }

}  // namespace nearsim::python
