# Text files become constants of the program, so that it needs no file at run time.
#   davy_embed(workbench data/coins.tsv)
# makes <build>/embedded/embedded/coins_tsv.inc, a C++ raw string literal, and puts it on the include path.

function(davy_embed library)
  foreach(path IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${path})
    file(READ ${PROJECT_SOURCE_DIR}/${path} text)
    get_filename_component(file_name ${path} NAME)
    string(REPLACE "." "_" constant ${file_name})
    file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/embedded/embedded/${constant}.inc CONTENT "R\"davy(@text@)davy\"\n" @ONLY)
  endforeach()
  target_include_directories(davy_${library} PRIVATE ${PROJECT_BINARY_DIR}/embedded)
endfunction()
